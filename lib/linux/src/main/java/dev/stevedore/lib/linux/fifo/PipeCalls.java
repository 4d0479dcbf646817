package dev.stevedore.lib.linux.fifo;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The system calls of this package. Each returns what libc returns, with errno beside it. */
final class PipeCalls {
  static final int O_RDONLY = 0;
  static final int O_RDWR = 2;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;

  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int EEXIST = 17;
  static final int EPIPE = 32;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LIBC = LINKER.defaultLookup();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  private static final MethodHandle MKFIFO =
      bind("mkfifo", FunctionDescriptor.of(INT, ValueLayout.ADDRESS, INT));
  private static final MethodHandle OPEN =
      bind(
          "open",
          FunctionDescriptor.of(INT, ValueLayout.ADDRESS, INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle READ =
      bind("read", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG));
  private static final MethodHandle WRITE =
      bind("write", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG));
  private static final MethodHandle CLOSE = bind("close", FunctionDescriptor.of(INT, INT));
  private static final MethodHandle EPOLL_CREATE =
      bind("epoll_create1", FunctionDescriptor.of(INT, INT));
  private static final MethodHandle EPOLL_CTL =
      bind("epoll_ctl", FunctionDescriptor.of(INT, INT, INT, INT, ValueLayout.ADDRESS));
  private static final MethodHandle EPOLL_WAIT =
      bind("epoll_wait", FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS, INT, INT));

  private PipeCalls() {}

  private static MethodHandle bind(String name, FunctionDescriptor type, Linker.Option... more) {
    Linker.Option[] options = new Linker.Option[more.length + 1];
    options[0] = Linker.Option.captureCallState("errno");
    System.arraycopy(more, 0, options, 1, more.length);
    return LINKER.downcallHandle(LIBC.findOrThrow(name), type, options);
  }

  /** A result, or the negated errno. */
  private interface Call {
    long run(MemorySegment state) throws Throwable;
  }

  @SuppressWarnings("checkstyle:IllegalCatch")
  private static long call(Call call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long result = call.run(state);
      return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a downcall threw", e);
    }
  }

  static int mkfifo(String path, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path);
      return (int) call(state -> (int) MKFIFO.invokeExact(state, name, mode));
    }
  }

  static int open(String path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path);
      return (int) call(state -> (int) OPEN.invokeExact(state, name, flags));
    }
  }

  static long read(int fd, MemorySegment buffer) {
    return call(state -> (long) READ.invokeExact(state, fd, buffer, buffer.byteSize()));
  }

  static long write(int fd, MemorySegment buffer) {
    return call(state -> (long) WRITE.invokeExact(state, fd, buffer, buffer.byteSize()));
  }

  static int close(int fd) {
    return (int) call(state -> (int) CLOSE.invokeExact(state, fd));
  }

  static int epollCreate() {
    return (int) call(state -> (int) EPOLL_CREATE.invokeExact(state, O_CLOEXEC));
  }

  static int epollCtl(int epoll, int operation, int fd, MemorySegment event) {
    return (int) call(state -> (int) EPOLL_CTL.invokeExact(state, epoll, operation, fd, event));
  }

  static int epollWait(int epoll, MemorySegment events, int max) {
    return (int) call(state -> (int) EPOLL_WAIT.invokeExact(state, epoll, events, max, -1));
  }

  /**
   * The result, if it is none of an error.
   *
   * @throws IOException naming the operation, the object and the errno
   */
  static long check(long result, String operation, String object) throws IOException {
    if (result < 0) {
      throw new IOException(operation + " " + object + ": " + name((int) -result));
    }
    return result;
  }

  private static String name(int errno) {
    return switch (errno) {
      case 1 -> "EPERM";
      case 2 -> "ENOENT";
      case 6 -> "ENXIO";
      case 9 -> "EBADF";
      case 12 -> "ENOMEM";
      case 13 -> "EACCES";
      case 17 -> "EEXIST";
      case 20 -> "ENOTDIR";
      case 23 -> "ENFILE";
      case 24 -> "EMFILE";
      case 28 -> "ENOSPC";
      case 30 -> "EROFS";
      case 32 -> "EPIPE";
      default -> "errno " + errno;
    };
  }
}
