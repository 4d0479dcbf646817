package dev.stevedore.lib.linux;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * One system call and the memory it needs, given back at close.
 *
 * <pre>
 *   try (Call call = new Call("mkdir", path)) {
 *     call.make(Sys.MKDIRAT, directory, call.string(path), mode);
 *   }
 * </pre>
 */
final class Call implements AutoCloseable {
  private static final VarHandle ERRNO =
      CallMemory.STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle SYSCALL = bind();

  private final CallMemory memory = CallMemory.take();
  private final String operation;
  private final Object object;

  /**
   * Prepares a call.
   *
   * @param operation its name, for errors
   * @param object what it is done to, for errors
   */
  Call(String operation, Object object) {
    this.operation = operation;
    this.object = object;
  }

  private static MethodHandle bind() {
    Linker linker = Linker.nativeLinker();
    MemorySegment address = linker.defaultLookup().findOrThrow("syscall");
    ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
    return linker.downcallHandle(
        address,
        FunctionDescriptor.of(word, word, word, word, word, word, word, word),
        Linker.Option.captureCallState("errno"),
        Linker.Option.firstVariadicArg(1));
  }

  /** The address of a copy of the string, ended by NUL. */
  long string(String text) {
    byte[] bytes = FileNames.encode(text);
    MemorySegment copy = memory.allocate(bytes.length + 1L, 1);
    MemorySegment.copy(bytes, 0, copy, ValueLayout.JAVA_BYTE, 0, bytes.length);
    copy.set(ValueLayout.JAVA_BYTE, bytes.length, (byte) 0);
    return copy.address();
  }

  /** A zeroed block of this many bytes, aligned for any structure. */
  MemorySegment block(long size) {
    return memory.allocate(size, 16).fill((byte) 0);
  }

  /** Makes the call, again if a signal interrupted it. */
  long make(Sys sys, long... arguments) throws LinuxException {
    long result = attempt(sys, arguments);
    while (result == -Errno.EINTR.number()) {
      result = attempt(sys, arguments);
    }
    if (result < 0) {
      throw new LinuxException(operation, object.toString(), Errno.of((int) -result));
    }
    return result;
  }

  /** Makes the call once: its result, or minus the errno. */
  long attempt(Sys sys, long... arguments) {
    MemorySegment state = memory.state();
    long result;
    try {
      result =
          (long)
              SYSCALL.invokeExact(
                  state,
                  sys.number(),
                  argument(arguments, 0),
                  argument(arguments, 1),
                  argument(arguments, 2),
                  argument(arguments, 3),
                  argument(arguments, 4),
                  argument(arguments, 5));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a system call throws nothing", e);
    }
    return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
  }

  private static long argument(long[] arguments, int index) {
    return index < arguments.length ? arguments[index] : 0;
  }

  @Override
  public void close() {
    memory.giveBack();
  }
}
