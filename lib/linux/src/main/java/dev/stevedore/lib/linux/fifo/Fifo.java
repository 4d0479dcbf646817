package dev.stevedore.lib.linux.fifo;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One end of a named pipe. Reading and writing park the calling virtual thread until the {@link
 * FifoPoller} says that they can go on; {@link #close} wakes them. One thread at a time may read or
 * write.
 */
public final class Fifo implements Closeable {
  private final String path;
  private final FifoPoller poller;
  private final int fd;

  /** Held for one system call, so that the descriptor is never used after it was closed. */
  private final ReentrantLock lock = new ReentrantLock();

  private boolean closed;
  private boolean watched;

  private Fifo(String path, int fd, FifoPoller poller) {
    this.path = path;
    this.fd = fd;
    this.poller = poller;
  }

  /**
   * Makes a named pipe, if there is none yet. See mkfifo(3).
   *
   * @param mode permission bits
   */
  public static void make(Path path, int mode) throws IOException {
    int result = PipeCalls.mkfifo(path.toString(), mode);
    if (result != -PipeCalls.EEXIST) {
      PipeCalls.check(result, "mkfifo", path.toString());
    }
  }

  /**
   * Opens the reading end, with or without a writer. Its end is seen once a writer was there and
   * all writers have gone.
   */
  public static Fifo openReader(Path path, FifoPoller poller) throws IOException {
    return open(path, PipeCalls.O_RDONLY, poller);
  }

  /**
   * Opens the pipe for writing, with or without a reader; it is open for reading too, so that a
   * missing reader never raises EPIPE.
   */
  public static Fifo openWriter(Path path, FifoPoller poller) throws IOException {
    return open(path, PipeCalls.O_RDWR, poller);
  }

  private static Fifo open(Path path, int mode, FifoPoller poller) throws IOException {
    int flags = mode | PipeCalls.O_NONBLOCK | PipeCalls.O_CLOEXEC;
    int fd = (int) PipeCalls.check(PipeCalls.open(path.toString(), flags), "open", path.toString());
    return new Fifo(path.toString(), fd, poller);
  }

  /**
   * Reads what is there, waiting for at least one byte.
   *
   * @return how many bytes were read; -1 at the end, or after {@link #close}
   */
  public int read(byte[] target) throws IOException, InterruptedException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(target.length);
      while (poller.await(this, FifoPoller.READABLE)) {
        long n = locked(() -> PipeCalls.read(fd, buffer));
        if (n == 0 || n == Long.MIN_VALUE) {
          return -1;
        }
        if (n == -PipeCalls.EAGAIN || n == -PipeCalls.EINTR) {
          continue;
        }
        PipeCalls.check(n, "read", path);
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, target, 0, (int) n);
        return (int) n;
      }
      return -1;
    }
  }

  /**
   * Writes everything, waiting for room.
   *
   * @return false if the pipe was closed meanwhile
   */
  public boolean write(byte[] source, int offset, int length)
      throws IOException, InterruptedException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(Math.max(length, 1));
      MemorySegment.copy(source, offset, buffer, ValueLayout.JAVA_BYTE, 0, length);
      long done = 0;
      while (done < length) {
        MemorySegment rest = buffer.asSlice(done, length - done);
        long n = locked(() -> PipeCalls.write(fd, rest));
        if (n == Long.MIN_VALUE) {
          return false;
        }
        if (n == -PipeCalls.EAGAIN || n == -PipeCalls.EINTR) {
          if (!poller.await(this, FifoPoller.WRITABLE)) {
            return false;
          }
          continue;
        }
        done += PipeCalls.check(n, "write", path);
      }
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      // epoll forgets a descriptor when it is closed.
      PipeCalls.check(PipeCalls.close(fd), "close", path);
    } finally {
      lock.unlock();
      poller.forget(fd);
    }
  }

  private interface SystemCall {
    long run();
  }

  /** Long.MIN_VALUE when closed. */
  private long locked(SystemCall call) {
    lock.lock();
    try {
      return closed ? Long.MIN_VALUE : call.run();
    } finally {
      lock.unlock();
    }
  }

  /** Asks epoll for one event; false when closed. */
  boolean watch(int epoll, int events, MemorySegment event) throws IOException {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      int operation = watched ? FifoPoller.EPOLL_CTL_MOD : FifoPoller.EPOLL_CTL_ADD;
      FifoPoller.fill(event, events, fd);
      PipeCalls.check(PipeCalls.epollCtl(epoll, operation, fd, event), "epoll_ctl", path);
      watched = true;
      return true;
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  int fd() {
    return fd;
  }
}
