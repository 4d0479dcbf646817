package dev.stevedore.dockerd.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A response body of unknown length: each write is one chunk (RFC 9112 section 7.1) and is sent at
 * once.
 */
final class ChunkedOutput extends OutputStream {
  private static final byte[] LAST = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream out;
  private boolean ended;

  ChunkedOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    if (ended) {
      throw new IOException("the response has ended");
    }
    // A chunk of no bytes would end the body.
    if (length == 0) {
      return;
    }
    byte[] size = (Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] chunk = new byte[size.length + length + 2];
    System.arraycopy(size, 0, chunk, 0, size.length);
    System.arraycopy(bytes, offset, chunk, size.length, length);
    chunk[chunk.length - 2] = '\r';
    chunk[chunk.length - 1] = '\n';
    out.write(chunk);
    out.flush();
  }

  /**
   * Nothing more is written. The end of the body is only sent by {@link #finish}: a handler that
   * closes because it failed must not make what it wrote look whole.
   */
  @Override
  public synchronized void close() {
    ended = true;
  }

  /** Sends the end of the body. */
  synchronized void finish() throws IOException {
    ended = true;
    out.write(LAST);
    out.flush();
  }
}
