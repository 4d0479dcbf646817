package dev.stevedore.lib.linux.fifo;

import dev.stevedore.lib.linux.Epoll;
import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.Fifos;
import dev.stevedore.lib.linux.IoBuffer;
import dev.stevedore.lib.linux.LinuxException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One end of a named pipe. Reading and writing park the calling virtual thread until the {@link
 * FifoPoller} says that they can go on; {@link #close} wakes them. One thread at a time may read or
 * write.
 */
public final class Fifo implements Closeable {
  private static final int BUFFER = 32 * 1024;

  private final Fd file;
  private final FifoPoller poller;
  private final IoBuffer buffer = new IoBuffer(BUFFER);

  /** Unlike the descriptor's number it is never used again: no pipe is woken for another's end. */
  private final long key;

  /** Held for one system call, so that the descriptor is never used after it was closed. */
  private final ReentrantLock lock = new ReentrantLock();

  private boolean closed;
  private boolean watched;

  private Fifo(Fd file, FifoPoller poller) {
    this.file = file;
    this.poller = poller;
    this.key = poller.newKey();
  }

  /**
   * Makes a named pipe, if there is none yet.
   *
   * @param mode permission bits
   */
  public static void make(Path path, int mode) throws LinuxException {
    try {
      Fifos.make(path, mode);
    } catch (LinuxException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
    }
  }

  /**
   * Opens the reading end, with or without a writer. Its end is seen once a writer was there and
   * all writers have gone.
   */
  public static Fifo openReader(Path path, FifoPoller poller) throws LinuxException {
    return new Fifo(Fifos.openReader(path), poller);
  }

  /**
   * Opens the pipe for writing, with or without a reader; it is open for reading too, so that a
   * missing reader never raises EPIPE.
   */
  public static Fifo openWriter(Path path, FifoPoller poller) throws LinuxException {
    return new Fifo(Fifos.openBoth(path), poller);
  }

  /**
   * Reads what is there, waiting for at least one byte.
   *
   * @return how many bytes were read; -1 at the end, or after {@link #close}
   */
  public int read(byte[] target) throws IOException, InterruptedException {
    while (poller.await(this, Epoll.EPOLLIN)) {
      int count = locked(() -> buffer.read(file, target));
      if (count != IoBuffer.WOULD_BLOCK) {
        return count; // positive, or the end
      }
    }
    return IoBuffer.END;
  }

  /**
   * Writes everything, waiting for room.
   *
   * @return false if the pipe was closed meanwhile
   */
  public boolean write(byte[] source, int offset, int length)
      throws IOException, InterruptedException {
    int done = 0;
    while (done < length) {
      int from = offset + done;
      int left = length - done;
      int count = locked(() -> buffer.write(file, source, from, left));
      if (count == IoBuffer.END || (count == 0 && !poller.await(this, Epoll.EPOLLOUT))) {
        return false;
      }
      done += count;
    }
    return true;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      file.close(); // epoll forgets a descriptor when it is closed
      buffer.close();
    } finally {
      lock.unlock();
    }
    poller.forget(this);
  }

  private interface SystemCall {
    int make() throws LinuxException;
  }

  /** {@link IoBuffer#END} when closed. */
  private int locked(SystemCall call) throws LinuxException {
    lock.lock();
    try {
      return closed ? IoBuffer.END : call.make();
    } finally {
      lock.unlock();
    }
  }

  /** Asks for one event; false when closed. */
  boolean watch(Epoll epoll, int events) throws LinuxException {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      if (watched) {
        epoll.modify(file, events, key);
      } else {
        epoll.add(file, events, key);
        watched = true;
      }
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

  long key() {
    return key;
  }
}
