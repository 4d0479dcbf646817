package dev.stevedore.dockerd.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A connected byte stream, plain or TLS. Both directions may be used at once, by one thread each.
 */
interface Transport extends Closeable {
  InputStream input() throws IOException;

  OutputStream output() throws IOException;

  /** Tells the peer that nothing more will come; it can still be read from. */
  void closeWrite() throws IOException;

  /** Closes both directions; wakes a thread that reads or writes. May be called again. */
  @Override
  void close() throws IOException;

  /** Returns who is at the other end, for the log; empty for a unix socket. */
  String peer();
}
