package dev.stevedore.docker.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body of a response, as a stream that ends where the body ends (RFC 9112, section 6). */
public abstract sealed class Body extends InputStream {
  final StreamReader reader;
  private boolean finished;

  private Body(StreamReader reader) {
    this.reader = reader;
  }

  static Body of(ResponseHead head, boolean answersHead, StreamReader reader) throws IOException {
    int status = head.status();
    if (answersHead || status == 204 || status == 304 || status / 100 == 1) {
      return new Sized(reader, 0);
    }
    if (head.headers().has("Transfer-Encoding", "chunked")) {
      return new Chunked(reader);
    }
    String length = head.headers().first("Content-Length").orElse("");
    if (length.isEmpty()) {
      return new UntilClose(reader);
    }
    try {
      return new Sized(reader, Long.parseLong(length.trim()));
    } catch (NumberFormatException e) {
      throw new IOException("bad Content-Length: " + length, e);
    }
  }

  /** Whether the whole body was read, so that the connection may carry the next exchange. */
  public boolean isFinished() {
    return finished;
  }

  /** Whether the connection is of use after the body. */
  boolean leavesConnectionOpen() {
    return true;
  }

  void finish() {
    finished = true;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public abstract int read(byte[] into, int offset, int length) throws IOException;

  /** All that is left. */
  public byte[] readFully() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    int count = read(buffer, 0, buffer.length);
    while (count >= 0) {
      all.write(buffer, 0, count);
      count = read(buffer, 0, buffer.length);
    }
    return all.toByteArray();
  }

  /** A body whose length the head gives. */
  private static final class Sized extends Body {
    private long left;

    Sized(StreamReader reader, long length) {
      super(reader);
      left = length;
      if (length == 0) {
        finish();
      }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left == 0) {
        finish();
        return -1;
      }
      int count = reader.read(into, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new EOFException("unexpected EOF");
      }
      left -= count;
      if (left == 0) {
        finish();
      }
      return count;
    }
  }

  /**
   * A body in chunks.
   *
   * <pre>
   *   1a CRLF  26 bytes CRLF    any number of chunks, the length in hex, perhaps ";" and an extension
   *   0 CRLF   trailers  CRLF   the end
   * </pre>
   */
  private static final class Chunked extends Body {
    private long left;
    private boolean inside;

    Chunked(StreamReader reader) {
      super(reader);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (isFinished()) {
        return -1;
      }
      if (left == 0 && !openChunk()) {
        return -1;
      }
      int count = reader.read(into, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new EOFException("unexpected EOF");
      }
      left -= count;
      return count;
    }

    private boolean openChunk() throws IOException {
      if (inside && !reader.line().isEmpty()) {
        throw new IOException("malformed chunked encoding");
      }
      inside = true;
      String line = reader.line();
      int semicolon = line.indexOf(';');
      String size = (semicolon < 0 ? line : line.substring(0, semicolon)).trim();
      try {
        left = Long.parseLong(size, 16);
      } catch (NumberFormatException e) {
        throw new IOException("malformed chunk length: " + size, e);
      }
      if (left > 0) {
        return true;
      }
      while (!reader.line().isEmpty()) {
        // A trailer: nothing in the Engine API has one.
      }
      finish();
      return false;
    }
  }

  /** A body that ends when the server closes the connection. */
  private static final class UntilClose extends Body {
    UntilClose(StreamReader reader) {
      super(reader);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = reader.read(into, offset, length);
      if (count < 0) {
        finish();
      }
      return count;
    }

    @Override
    boolean leavesConnectionOpen() {
      return false;
    }
  }
}
