package dev.stevedore.lib.linux.fifo;

import dev.stevedore.lib.linux.Epoll;
import dev.stevedore.lib.linux.EventFd;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.PidFd;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread that waits for all pipes, and for processes to end, by epoll(7).
 *
 * <pre>
 * virtual thread                    poller thread
 *   await: epoll_ctl(fd, ONESHOT)
 *   park                              epoll_wait → fd
 *   ◀── unpark ──────────────────────
 *   read(fd)
 * </pre>
 */
public final class FifoPoller implements Closeable {
  /** The key of the poller's own end; pipes have positive ones. */
  private static final long END = 0;

  private static final class Waiter {
    private final Thread thread;
    private volatile boolean ready;

    Waiter(Thread thread) {
      this.thread = thread;
    }

    void wake() {
      ready = true;
      LockSupport.unpark(thread);
    }
  }

  private final Epoll epoll;
  private final EventFd end;
  private final AtomicLong keys = new AtomicLong(END);
  private final Map<Long, Waiter> waiters = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** Starts the thread. */
  public FifoPoller() throws IOException {
    epoll = Epoll.create();
    end = EventFd.create();
    epoll.add(end.file(), Epoll.EPOLLIN, END);
    Thread.ofPlatform().daemon().name("fifo-poller").start(this::loop);
  }

  /** A key for one more pipe. */
  long newKey() {
    return keys.incrementAndGet();
  }

  /** Waits for one of {@link Epoll}'s events; false if the pipe is closed. */
  boolean await(Fifo fifo, int event) throws IOException, InterruptedException {
    Waiter waiter = new Waiter(Thread.currentThread());
    waiters.put(fifo.key(), waiter);
    try {
      if (!fifo.watch(epoll, event | Epoll.EPOLLONESHOT)) {
        return false;
      }
      while (!waiter.ready) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        LockSupport.park(this);
      }
      return !fifo.isClosed();
    } finally {
      waiters.remove(fifo.key(), waiter);
    }
  }

  /**
   * Waits for the end of a process.
   *
   * @return false if the time is over first
   */
  public boolean await(PidFd process, Duration limit) throws IOException, InterruptedException {
    long key = newKey();
    Waiter waiter = new Waiter(Thread.currentThread());
    waiters.put(key, waiter);
    try {
      epoll.add(process.file(), Epoll.EPOLLIN | Epoll.EPOLLONESHOT, key);
      long end = System.nanoTime() + limit.toNanos();
      while (!waiter.ready) {
        long left = end - System.nanoTime();
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (left <= 0) {
          return false;
        }
        LockSupport.parkNanos(this, left);
      }
      return true;
    } finally {
      waiters.remove(key, waiter);
    }
  }

  /** Wakes whoever waits for a pipe that is closed now. */
  void forget(Fifo fifo) {
    wake(fifo.key());
  }

  private void wake(long key) {
    Waiter waiter = waiters.get(key);
    if (waiter != null) {
      waiter.wake();
    }
  }

  private void loop() {
    try (epoll;
        end) {
      while (!closed) {
        for (Epoll.Event event : epoll.await(-1)) {
          wake(event.key());
        }
      }
    } catch (LinuxException e) {
      throw new UncheckedIOException("the poller of FIFOs has ended", e);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    end.signal();
  }
}
