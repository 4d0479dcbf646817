package dev.stevedore.lib.linux.fifo;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that waits for all pipes, by epoll(7).
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
  static final int READABLE = 0x1;
  static final int WRITABLE = 0x4;
  static final int EPOLL_CTL_ADD = 1;
  static final int EPOLL_CTL_MOD = 3;
  private static final int EPOLLONESHOT = 1 << 30;
  private static final int BATCH = 64;

  /** struct epoll_event is packed on x86-64 only. */
  private static final boolean PACKED = System.getProperty("os.arch", "").equals("amd64");

  private static final long DATA_OFFSET = PACKED ? 4 : 8;
  private static final long EVENT_SIZE = PACKED ? 12 : 16;

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

  private final int epoll;
  private final Map<Integer, Waiter> waiters = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** Starts the thread. */
  public FifoPoller() throws IOException {
    epoll = (int) PipeCalls.check(PipeCalls.epollCreate(), "epoll_create1", "");
    Thread.ofPlatform().daemon().name("fifo-poller").start(this::loop);
  }

  /** Waits; false if the pipe is closed. */
  boolean await(Fifo fifo, int event) throws IOException, InterruptedException {
    Waiter waiter = new Waiter(Thread.currentThread());
    int fd = fifo.fd();
    waiters.put(fd, waiter);
    try (Arena arena = Arena.ofConfined()) {
      if (!fifo.watch(epoll, event | EPOLLONESHOT, arena.allocate(EVENT_SIZE))) {
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
      waiters.remove(fd, waiter);
    }
  }

  /** Wakes whoever waits for a descriptor that is closed now. */
  void forget(int fd) {
    Waiter waiter = waiters.get(fd);
    if (waiter != null) {
      waiter.wake();
    }
  }

  static void fill(MemorySegment event, int events, int fd) {
    event.set(ValueLayout.JAVA_INT_UNALIGNED, 0, events);
    event.set(ValueLayout.JAVA_LONG_UNALIGNED, DATA_OFFSET, fd);
  }

  private void loop() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment events = arena.allocate(EVENT_SIZE * BATCH);
      while (!closed) {
        int count = PipeCalls.epollWait(epoll, events, BATCH);
        for (int i = 0; i < count; i++) {
          int fd = (int) events.get(ValueLayout.JAVA_LONG_UNALIGNED, i * EVENT_SIZE + DATA_OFFSET);
          @Nullable Waiter waiter = waiters.get(fd);
          if (waiter != null) {
            waiter.wake();
          }
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    PipeCalls.check(PipeCalls.close(epoll), "close", "epoll");
  }
}
