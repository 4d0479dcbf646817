package dev.stevedore.docker.http;

import java.io.EOFException;
import java.io.IOException;

/** Buffered reading from a connection: lines of a head, then bytes of a body. */
final class StreamReader {
  private static final int BUFFER = 32 * 1024;
  private static final int LONGEST_LINE = 64 * 1024;

  private final ByteStream stream;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;

  StreamReader(ByteStream stream) {
    this.stream = stream;
  }

  /** A line without its end; HTTP ends lines with CR LF. */
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int b = next();
      if (b == '\n') {
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
          line.setLength(length - 1);
        }
        return line.toString();
      }
      if (line.length() >= LONGEST_LINE) {
        throw new IOException("a line of the response is longer than 64 KiB");
      }
      line.append((char) b);
    }
  }

  private int next() throws IOException {
    if (at == end && !fill()) {
      throw new EOFException("EOF");
    }
    return buffer[at++] & 0xff;
  }

  private boolean fill() throws IOException {
    int count = stream.read(buffer, 0, buffer.length);
    if (count <= 0) {
      return false;
    }
    at = 0;
    end = count;
    return true;
  }

  /** Some bytes, at most {@code length}; -1 at the end of the connection. */
  int read(byte[] into, int offset, int length) throws IOException {
    if (at == end) {
      if (length >= buffer.length) {
        return stream.read(into, offset, length);
      }
      if (!fill()) {
        return -1;
      }
    }
    int count = Math.min(length, end - at);
    System.arraycopy(buffer, at, into, offset, count);
    at += count;
    return count;
  }

  boolean hasBuffered() {
    return at < end;
  }

  /** What was read from the connection but not yet asked for; taken out. */
  byte[] takeBuffered() {
    byte[] rest = java.util.Arrays.copyOfRange(buffer, at, end);
    at = end;
    return rest;
  }
}
