package dev.stevedore.shim.rpc;

import dev.stevedore.lib.posix.Fd;
import java.util.ArrayDeque;

/** Frames that are still to be written to a non-blocking socket, in order. */
public final class OutputBuffer {
  private final ArrayDeque<byte[]> frames = new ArrayDeque<>();

  /** How much of the first frame is written. */
  private int written;

  /** The length of all frames. */
  private long length;

  public void add(byte[] frame) {
    frames.add(frame);
    length += frame.length;
  }

  /** How many bytes are still to be written. */
  public long size() {
    return length - written;
  }

  public boolean isEmpty() {
    return frames.isEmpty();
  }

  /** Forgets what is left: the connection it was for is gone. */
  public void clear() {
    frames.clear();
    written = 0;
    length = 0;
  }

  /**
   * Writes as much as the socket takes.
   *
   * @return whether all is written
   * @throws dev.stevedore.lib.posix.PosixException when the peer is gone
   */
  public boolean flush(Fd socket) {
    while (!frames.isEmpty()) {
      byte[] frame = frames.getFirst();
      int count = socket.write(frame, written, frame.length - written);
      if (count == Fd.WOULD_BLOCK) {
        return false;
      }
      written += count;
      if (written == frame.length) {
        frames.removeFirst();
        length -= written;
        written = 0;
      }
    }
    return true;
  }
}
