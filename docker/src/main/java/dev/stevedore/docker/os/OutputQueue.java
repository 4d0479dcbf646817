package dev.stevedore.docker.os;

import dev.stevedore.lib.posix.Epoll;
import dev.stevedore.lib.posix.EventLoop;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Poll;
import java.util.Arrays;

/**
 * Writes to stdout or stderr without waiting for a slow reader, so that signals are still heard:
 * what cannot be written now is kept, and written when there is room. Whoever writes asks {@link
 * #isFull()} before it reads more.
 */
final class OutputQueue {
  /** A pipe that polls writable takes this much without blocking. */
  private static final int PIPE_BUF = 4096;

  private final Fd fd;
  private final EventLoop loop;
  private final Runnable whenEmpty;
  private byte[] kept = new byte[0];
  private int at;

  /**
   * A queue in front of a descriptor.
   *
   * @param whenEmpty called when what was kept is written
   */
  OutputQueue(Fd fd, EventLoop loop, Runnable whenEmpty) {
    this.fd = fd;
    this.loop = loop;
    this.whenEmpty = whenEmpty;
  }

  boolean isFull() {
    return at < kept.length;
  }

  void write(byte[] from, int offset, int length) {
    if (isFull()) {
      // Not Arrays.copyOfRange: TeaVM's does not go past the end of the array.
      byte[] more = new byte[kept.length - at + length];
      System.arraycopy(kept, at, more, 0, kept.length - at);
      System.arraycopy(from, offset, more, kept.length - at, length);
      kept = more;
      at = 0;
      return;
    }
    int done = writeWhatFits(from, offset, length);
    if (done < length) {
      kept = Arrays.copyOfRange(from, offset + done, offset + length);
      at = 0;
      loop.add(fd, Epoll.OUT, events -> writeKept());
    }
  }

  private void writeKept() {
    at += writeWhatFits(kept, at, kept.length - at);
    if (!isFull()) {
      loop.remove(fd);
      whenEmpty.run();
    }
  }

  private int writeWhatFits(byte[] from, int offset, int length) {
    int done = 0;
    while (done < length && Poll.writable(fd, 0)) {
      int count = fd.write(from, offset + done, Math.min(PIPE_BUF, length - done));
      if (count == Fd.WOULD_BLOCK) {
        break;
      }
      done += count;
    }
    return done;
  }
}
