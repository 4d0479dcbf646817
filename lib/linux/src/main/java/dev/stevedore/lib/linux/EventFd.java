package dev.stevedore.lib.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/** eventfd(2): wakes an {@link Epoll} up from another thread. */
public final class EventFd implements AutoCloseable {
  private static final int EFD_CLOEXEC_NONBLOCK = 0x80000 | 0x800;

  private final Fd file;

  private EventFd(Fd file) {
    this.file = file;
  }

  /** A new one, not signalled. */
  public static EventFd create() throws LinuxException {
    try (Call call = new Call("eventfd", "")) {
      return new EventFd(new Fd((int) call.make(Sys.EVENTFD2, 0, EFD_CLOEXEC_NONBLOCK)));
    }
  }

  /** To be waited for, until it can be read. */
  public Fd file() {
    return file;
  }

  /** Makes it readable. */
  public void signal() throws LinuxException {
    try (Call call = new Call("write", "eventfd")) {
      MemorySegment one = call.block(8);
      one.set(JAVA_LONG, 0, 1);
      call.make(Sys.WRITE, file.number(), one.address(), 8);
    }
  }

  /** Makes it not readable any more. */
  public void reset() {
    try (Call call = new Call("read", "eventfd")) {
      // EAGAIN: it was not signalled, which is what is wanted.
      call.attempt(Sys.READ, file.number(), call.block(8).address(), 8);
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
