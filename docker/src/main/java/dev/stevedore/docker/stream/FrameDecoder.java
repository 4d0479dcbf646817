package dev.stevedore.docker.stream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Takes stdout and stderr apart again. Pieces may come cut anywhere.
 *
 * <pre>
 *   byte  0       1 2 3    4 5 6 7          8 …
 *        +-------+--------+----------------+----------+
 *        | which | 0 0 0  | length, big end | payload  |
 *        +-------+--------+----------------+----------+
 *   which: 0 stdin (written to stdout), 1 stdout, 2 stderr, 3 an error of the daemon
 * </pre>
 */
public final class FrameDecoder {
  private static final int HEADER = 8;
  private static final int STDERR = 2;
  private static final int SYSTEM_ERROR = 3;

  /** Where payload goes. */
  @FunctionalInterface
  public interface Sink {
    void write(byte[] from, int offset, int length) throws IOException;
  }

  private final Sink stdout;
  private final Sink stderr;
  private final byte[] header = new byte[HEADER];
  private final StringBuilder systemError = new StringBuilder();
  private int headerLength;
  private long left;

  public FrameDecoder(Sink stdout, Sink stderr) {
    this.stdout = stdout;
    this.stderr = stderr;
  }

  /**
   * Takes the next piece.
   *
   * @throws IOException if it is no frame, if the daemon reports an error, or from a sink
   */
  public void take(byte[] piece, int offset, int length) throws IOException {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      if (headerLength < HEADER) {
        header[headerLength++] = piece[at++];
        if (headerLength == HEADER) {
          openFrame();
        }
      } else {
        int count = (int) Math.min(left, end - at);
        payload(piece, at, count);
        at += count;
        left -= count;
        if (left == 0) {
          closeFrame();
        }
      }
    }
  }

  private void openFrame() throws IOException {
    if (header[0] < 0 || header[0] > SYSTEM_ERROR) {
      throw new IOException("Unrecognized input header: " + (header[0] & 0xff));
    }
    left = 0;
    for (int i = 4; i < HEADER; i++) {
      left = left << 8 | (header[i] & 0xff);
    }
    if (left == 0) {
      closeFrame();
    }
  }

  private void payload(byte[] piece, int at, int count) throws IOException {
    switch (header[0]) {
      case STDERR -> stderr.write(piece, at, count);
      case SYSTEM_ERROR -> systemError.append(new String(piece, at, count, StandardCharsets.UTF_8));
      default -> stdout.write(piece, at, count);
    }
  }

  private void closeFrame() throws IOException {
    headerLength = 0;
    if (header[0] == SYSTEM_ERROR) {
      throw new IOException("error from daemon in stream: " + systemError);
    }
  }
}
