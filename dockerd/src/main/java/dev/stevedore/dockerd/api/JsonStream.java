package dev.stevedore.dockerd.api;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A response of many JSON values, each on a line and sent at once; may be written by several
 * threads.
 */
public final class JsonStream implements Closeable {
  private final OutputStream out;

  JsonStream(OutputStream out) {
    this.out = out;
  }

  public synchronized void write(Object value) throws IOException {
    out.write(Json.bytes(value));
    out.flush();
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }
}
