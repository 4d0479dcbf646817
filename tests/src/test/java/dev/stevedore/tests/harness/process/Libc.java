package dev.stevedore.tests.harness.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The few libc calls the harness needs. Of its own, so that the tests do not stand on the code they
 * test.
 */
final class Libc {
  static final int PR_SET_CHILD_SUBREAPER = 36;
  static final long TIOCSWINSZ = 0x5414;
  static final int O_RDWR = 2;
  static final int O_NOCTTY = 0x100;
  static final int O_CLOEXEC = 0x80000;
  static final int P_ALL = 0;
  static final int P_PID = 1;
  static final int WNOHANG = 1;
  static final int WEXITED = 4;
  static final int WNOWAIT = 0x01000000;

  /** Offset of si_pid in siginfo_t, and the size of that struct, on 64-bit Linux. */
  private static final int SI_PID = 12;

  private static final int SIGINFO_SIZE = 128;

  private static final MethodHandle KILL = find("kill", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle PRCTL =
      findVariadic("prctl", 1, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle WAITID =
      find("waitid", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle OPENPT = find("posix_openpt", JAVA_INT, JAVA_INT);
  private static final MethodHandle GRANTPT = find("grantpt", JAVA_INT, JAVA_INT);
  private static final MethodHandle UNLOCKPT = find("unlockpt", JAVA_INT, JAVA_INT);
  private static final MethodHandle PTSNAME =
      find("ptsname_r", JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle IOCTL =
      findVariadic("ioctl", 2, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
  private static final MethodHandle READ = find("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle WRITE = find("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle CLOSE = find("close", JAVA_INT, JAVA_INT);

  private Libc() {}

  static int kill(int pid, int signal) {
    return callInt(KILL, pid, signal);
  }

  /** Makes this process the parent of its orphaned descendants: prctl(2). */
  static int becomeSubreaper() {
    return callInt(PRCTL, PR_SET_CHILD_SUBREAPER, 1L, 0L, 0L, 0L);
  }

  /**
   * A child that has ended, or 0 if there is none; it stays a zombie if {@code flags} has WNOWAIT.
   */
  static int waitid(int idType, int id, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(SIGINFO_SIZE, 8);
      int rc = callInt(WAITID, idType, id, info, flags);
      return rc == 0 ? info.get(JAVA_INT, SI_PID) : 0;
    }
  }

  static int openTerminal() {
    int fd = callInt(OPENPT, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (fd < 0 || callInt(GRANTPT, fd) != 0 || callInt(UNLOCKPT, fd) != 0) {
      throw new IllegalStateException("cannot open a pseudo terminal");
    }
    return fd;
  }

  static String terminalName(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(128);
      if (callInt(PTSNAME, fd, name, 128L) != 0) {
        throw new IllegalStateException("ptsname_r failed");
      }
      return name.getString(0);
    }
  }

  static void setWindowSize(int fd, int rows, int columns) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(8, 2);
      size.setAtIndex(ValueLayout.JAVA_SHORT, 0, (short) rows);
      size.setAtIndex(ValueLayout.JAVA_SHORT, 1, (short) columns);
      if (callInt(IOCTL, fd, TIOCSWINSZ, size) != 0) {
        throw new IllegalStateException("TIOCSWINSZ failed");
      }
    }
  }

  /** Reads what is there, waiting for the first byte; less than 1 at the end. */
  static int read(int fd, byte[] into) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(into.length);
      int n = (int) callLong(READ, fd, buffer, (long) into.length);
      if (n > 0) {
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, into, 0, n);
      }
      return n;
    }
  }

  static void write(int fd, byte[] bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      if (callLong(WRITE, fd, buffer, (long) bytes.length) != bytes.length) {
        throw new IllegalStateException("short write to a pseudo terminal");
      }
    }
  }

  static void close(int fd) {
    callInt(CLOSE, fd);
  }

  private static MethodHandle find(
      String name, java.lang.foreign.MemoryLayout result, java.lang.foreign.MemoryLayout... args) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, args));
  }

  private static MethodHandle findVariadic(
      String name,
      int fixed,
      java.lang.foreign.MemoryLayout result,
      java.lang.foreign.MemoryLayout... args) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(result, args),
        Linker.Option.firstVariadicArg(fixed));
  }

  private static int callInt(MethodHandle handle, Object... args) {
    return ((Number) call(handle, args)).intValue();
  }

  private static long callLong(MethodHandle handle, Object... args) {
    return ((Number) call(handle, args)).longValue();
  }

  private static Object call(MethodHandle handle, Object... args) {
    try {
      return handle.invokeWithArguments(args);
    } catch (Throwable e) {
      throw new LinkageError("native call failed", e);
    }
  }
}
