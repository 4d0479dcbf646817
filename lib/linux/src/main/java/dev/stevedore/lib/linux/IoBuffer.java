package dev.stevedore.lib.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Memory that read(2) and write(2) can use, kept for many calls. For one thread at a time; any
 * thread may close it.
 */
public final class IoBuffer implements AutoCloseable {
  /** What {@link #read} gives when a non-blocking descriptor has nothing now. */
  public static final int WOULD_BLOCK = -2;

  /** What {@link #read} gives at the end of the file. */
  public static final int END = -1;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory;

  /** A buffer of this many bytes. */
  public IoBuffer(int size) {
    memory = arena.allocate(size, 16);
  }

  /** How many bytes it holds. */
  public int size() {
    return (int) memory.byteSize();
  }

  /**
   * Reads into the beginning of an array, at most as much as this buffer and the array hold.
   *
   * @return how many bytes, {@link #END} or {@link #WOULD_BLOCK}
   */
  public int read(Fd file, byte[] into) throws LinuxException {
    try (Call call = new Call("read", file)) {
      long wanted = Math.min(into.length, memory.byteSize());
      long count;
      do {
        count = call.attempt(Sys.READ, file.number(), memory.address(), wanted);
      } while (count == -Errno.EINTR.number());
      if (count == -Errno.EAGAIN.number()) {
        return WOULD_BLOCK;
      }
      if (count < 0) {
        throw new LinuxException("read", file.toString(), Errno.of((int) -count));
      }
      MemorySegment.copy(memory, JAVA_BYTE, 0, into, 0, (int) count);
      return count == 0 ? END : (int) count;
    }
  }

  /**
   * Writes once.
   *
   * @return how many bytes the kernel took; 0 if a non-blocking descriptor takes none now
   */
  public int write(Fd file, byte[] from, int offset, int length) throws LinuxException {
    int wanted = Math.min(length, size());
    MemorySegment.copy(from, offset, memory, JAVA_BYTE, 0, wanted);
    try (Call call = new Call("write", file)) {
      long count;
      do {
        count = call.attempt(Sys.WRITE, file.number(), memory.address(), wanted);
      } while (count == -Errno.EINTR.number());
      if (count == -Errno.EAGAIN.number()) {
        return 0;
      }
      if (count < 0) {
        throw new LinuxException("write", file.toString(), Errno.of((int) -count));
      }
      return (int) count;
    }
  }

  /** Writes everything to a blocking descriptor. */
  public void writeFully(Fd file, byte[] from, int offset, int length) throws LinuxException {
    int done = 0;
    while (done < length) {
      done += write(file, from, offset + done, length - done);
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
