package dev.stevedore.dockerd.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What arrives on a connection, through a buffer. A second thread may wait for bytes ({@link
 * #awaitBytes}) without taking them: this is how a handler that only writes learns that its client
 * has gone.
 */
final class ConnectionInput extends InputStream {
  private static final int SIZE = 8192;

  private final InputStream source;
  private final ReentrantLock lock = new ReentrantLock();
  private final byte[] buffer = new byte[SIZE];
  private int position;
  private int limit;

  ConnectionInput(InputStream source) {
    this.source = source;
  }

  /**
   * Waits until a byte can be read, and leaves it.
   *
   * @return false if the peer has closed its direction
   */
  boolean awaitBytes() throws IOException {
    lock.lock();
    try {
      if (position < limit) {
        return true;
      }
      int count = receive();
      position = 0;
      limit = Math.max(count, 0);
      return count > 0;
    } finally {
      lock.unlock();
    }
  }

  private int receive() throws LostConnectionException {
    try {
      return source.read(buffer, 0, SIZE);
    } catch (IOException e) {
      throw new LostConnectionException(e);
    }
  }

  /** Returns the byte at the position and steps over it, or -1 at the end. */
  @Override
  public int read() throws IOException {
    lock.lock();
    try {
      return awaitBytes() ? buffer[position++] & 0xff : -1;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    lock.lock();
    try {
      if (!awaitBytes()) {
        return -1;
      }
      int count = Math.min(length, limit - position);
      System.arraycopy(buffer, position, into, offset, count);
      position += count;
      return count;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int available() {
    return limit - position;
  }

  /**
   * Reads a line up to LF; a CR before it is dropped.
   *
   * @param max how many bytes it may have
   * @return empty if the peer closed before the first byte
   * @throws MalformedRequestException if the line is longer, or the peer closes within it
   */
  Optional<String> readLine(int max) throws IOException {
    byte[] line = new byte[Math.min(256, max)];
    int length = 0;
    while (true) {
      int b = read();
      if (b == '\n') {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        return Optional.of(new String(line, 0, end, StandardCharsets.UTF_8));
      }
      if (b < 0) {
        if (length == 0) {
          return Optional.empty();
        }
        throw new MalformedRequestException(400, "the connection closed within a line");
      }
      if (length == max) {
        throw new MalformedRequestException(431, "request header fields too large");
      }
      if (length == line.length) {
        line = Arrays.copyOf(line, Math.min(max, length * 2));
      }
      line[length++] = (byte) b;
    }
  }
}
