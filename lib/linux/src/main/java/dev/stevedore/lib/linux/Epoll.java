package dev.stevedore.lib.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * epoll(7): waiting for many descriptors at once. {@link #await} blocks its thread, which should be
 * a platform thread; all other methods may be called from any thread while it waits.
 */
public final class Epoll implements AutoCloseable {
  /** Something can be read. */
  public static final int EPOLLIN = 0x1;

  /** Something can be written. */
  public static final int EPOLLOUT = 0x4;

  /** An error; always reported. */
  public static final int EPOLLERR = 0x8;

  /** The other side is gone; always reported. */
  public static final int EPOLLHUP = 0x10;

  /** Report changes only, not that things are still so. */
  public static final int EPOLLET = 1 << 31;

  /** Report once, then only after {@link #modify}. */
  public static final int EPOLLONESHOT = 1 << 30;

  private static final int EPOLL_CLOEXEC = 0x80000;
  private static final int EPOLL_CTL_ADD = 1;
  private static final int EPOLL_CTL_DEL = 2;
  private static final int EPOLL_CTL_MOD = 3;
  private static final int MAX_EVENTS = 64;

  // On x86-64 the structure is packed, and its 64-bit field begins right after the 32-bit one.
  private static final boolean PACKED = System.getProperty("os.arch", "").equals("amd64");
  private static final long DATA_OFFSET = PACKED ? 4 : 8;
  private static final long EVENT_SIZE = PACKED ? 12 : 16;

  private final Fd epoll;

  /**
   * What happened.
   *
   * @param key which descriptor, by the key it was added with
   * @param events the EPOLL flags
   */
  public record Event(long key, int events) {
    /** Whether a read would give something: data, the end, or an error. */
    public boolean readable() {
      return (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0;
    }

    /** Whether a write would give something: room, or an error. */
    public boolean writable() {
      return (events & (EPOLLOUT | EPOLLERR)) != 0;
    }
  }

  private Epoll(Fd epoll) {
    this.epoll = epoll;
  }

  /** A new one, with nothing to wait for. */
  public static Epoll create() throws LinuxException {
    try (Call call = new Call("epoll_create", "")) {
      return new Epoll(new Fd((int) call.make(Sys.EPOLL_CREATE1, EPOLL_CLOEXEC)));
    }
  }

  /** Begins to wait for a descriptor; {@code key} comes back in its events. */
  public void add(Fd file, int events, long key) throws LinuxException {
    control(EPOLL_CTL_ADD, file, events, key);
  }

  /** Changes what to wait for. */
  public void modify(Fd file, int events, long key) throws LinuxException {
    control(EPOLL_CTL_MOD, file, events, key);
  }

  /** Stops waiting for a descriptor; do so before it is closed. */
  public void remove(Fd file) throws LinuxException {
    control(EPOLL_CTL_DEL, file, 0, 0);
  }

  private void control(int operation, Fd file, int events, long key) throws LinuxException {
    try (Call call = new Call("epoll_ctl", file)) {
      MemorySegment event = call.block(16);
      event.set(JAVA_INT, 0, events);
      event.set(JAVA_LONG_UNALIGNED, DATA_OFFSET, key);
      call.make(Sys.EPOLL_CTL, epoll.number(), operation, file.number(), event.address());
    }
  }

  /**
   * Waits for events.
   *
   * @param timeoutMillis how long at most; -1 is for ever
   * @return what happened; nothing if the time is up or a signal came
   */
  public List<Event> await(int timeoutMillis) throws LinuxException {
    try (Call call = new Call("epoll_wait", "")) {
      MemorySegment memory = call.block(MAX_EVENTS * EVENT_SIZE);
      long count =
          call.attempt(
              Sys.EPOLL_PWAIT, epoll.number(), memory.address(), MAX_EVENTS, timeoutMillis, 0, 8);
      if (count == -Errno.EINTR.number()) {
        return List.of();
      }
      if (count < 0) {
        throw new LinuxException("epoll_wait", "", Errno.of((int) -count));
      }
      List<Event> events = new ArrayList<>((int) count);
      for (long i = 0; i < count; i++) {
        long at = i * EVENT_SIZE;
        events.add(
            new Event(
                memory.get(JAVA_LONG_UNALIGNED, at + DATA_OFFSET),
                memory.get(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, at)));
      }
      return events;
    }
  }

  @Override
  public void close() {
    epoll.close();
  }
}
