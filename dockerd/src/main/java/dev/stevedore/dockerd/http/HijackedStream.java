package dev.stevedore.dockerd.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A connection taken over from HTTP: raw bytes both ways. Reading and writing may go on at once, in
 * one thread each.
 *
 * <pre>
 *   client                                   server
 *     POST /exec/ID/start, Upgrade: tcp  ──▶
 *                                        ◀── 101 UPGRADED          (200 OK for a client that did not ask to upgrade)
 *     stdin bytes                        ──▶
 *     half close: end of stdin           ──▶   {@link #input()} is at its end
 *                                        ◀──   {@link #output()}: stdout and stderr
 *                                        ◀──   {@link #closeWrite()}, {@link #close()}
 * </pre>
 */
public final class HijackedStream implements Closeable {
  private final InputStream input;
  private final OutputStream output;
  private final Transport transport;

  HijackedStream(InputStream input, OutputStream output, Transport transport) {
    this.input = input;
    this.output = output;
    this.transport = transport;
  }

  /** What the client sends; at its end when the client closed its direction. */
  public InputStream input() {
    return input;
  }

  /** What the client gets; each write is sent at once. */
  public OutputStream output() {
    return output;
  }

  /** Tells the client that no more output will come. */
  public void closeWrite() throws IOException {
    transport.closeWrite();
  }

  /**
   * Closes both directions; a thread blocked in either is woken by an IOException. May be called
   * again.
   */
  @Override
  public void close() throws IOException {
    transport.close();
  }
}
