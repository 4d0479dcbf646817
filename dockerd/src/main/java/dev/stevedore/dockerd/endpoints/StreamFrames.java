package dev.stevedore.dockerd.endpoints;

import dev.stevedore.dockerd.logs.LogStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes stdout and stderr to one connection.
 *
 * <pre>
 *  0        1   2   3   4           8
 *  ┌────────┬───┬───┬───┬───────────┬─────────
 *  │ 1 or 2 │ 0 │ 0 │ 0 │ size (BE) │ bytes …       without a terminal
 *  └────────┴───┴───┴───┴───────────┴─────────
 *  bytes …                                         with one: there is only one stream
 * </pre>
 */
final class StreamFrames {
  private static final int HEADER = 8;

  private final OutputStream out;
  private final boolean framed;

  StreamFrames(OutputStream out, boolean framed) {
    this.out = out;
    this.framed = framed;
  }

  /** Sends bytes at once. */
  void write(LogStream stream, byte[] bytes) throws IOException {
    if (!framed) {
      out.write(bytes);
    } else {
      byte[] frame = new byte[HEADER + bytes.length];
      frame[0] = (byte) stream.number();
      for (int i = 0; i < 4; i++) {
        frame[4 + i] = (byte) (bytes.length >>> (8 * (3 - i)));
      }
      System.arraycopy(bytes, 0, frame, HEADER, bytes.length);
      out.write(frame);
    }
    out.flush();
  }
}
