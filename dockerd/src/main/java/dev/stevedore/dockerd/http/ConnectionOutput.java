package dev.stevedore.dockerd.http;

import java.io.IOException;
import java.io.OutputStream;

/** What is sent on a connection; its failures can be told from those of files. */
final class ConnectionOutput extends OutputStream {
  private final OutputStream sink;

  ConnectionOutput(OutputStream sink) {
    this.sink = sink;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      sink.write(bytes, offset, length);
    } catch (IOException e) {
      throw new LostConnectionException(e);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      sink.flush();
    } catch (IOException e) {
      throw new LostConnectionException(e);
    }
  }
}
