package dev.stevedore.lib.daemon.compression;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.stevedore.lib.daemon.SharedLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Intel's Intelligent Storage Acceleration Library (for x86 and ARM), as far as it decompresses
 * gzip: {@code igzip_lib.h}. The program's part of its state, by its public header:
 *
 * <pre>
 *       0  next_out   address    where the next byte goes
 *       8  avail_out  uint32     how many may go there
 *      16  next_in    address
 *      32  avail_in   uint32
 *      40  …                     tables of codes
 *   21160  block_state uint32    5: all is read, and given out
 *   21172  crc_flag   uint32     1: what comes is gzip's, header and all
 *   …   87368                    its end
 * </pre>
 *
 * @param init {@code void isal_inflate_init(struct inflate_state *)}
 * @param reset {@code void isal_inflate_reset(struct inflate_state *)}: for the next member
 * @param inflate {@code int isal_inflate(struct inflate_state *)}: 0, or what is wrong
 */
record Isal(MethodHandle init, MethodHandle reset, MethodHandle inflate) {
  static final Optional<Isal> LIBRARY = SharedLibrary.load("libisal.so.2").map(Isal::of);

  /** More than it has: a later version of the same interface may want more at its end. */
  private static final long STATE_SIZE = 128 * 1024;

  private static final long NEXT_OUT = 0;
  private static final long AVAILABLE_OUT = 8;
  private static final long NEXT_IN = 16;
  private static final long AVAILABLE_IN = 32;
  private static final long BLOCK_STATE = 21160;
  private static final long CHECKSUM = 21172;
  private static final int FINISHED = 5;
  private static final int GZIP = 1;

  private static Isal of(SharedLibrary library) {
    FunctionDescriptor nothing = FunctionDescriptor.ofVoid(ADDRESS);
    return new Isal(
        library.function("isal_inflate_init", nothing),
        library.function("isal_inflate_reset", nothing),
        library.function("isal_inflate", FunctionDescriptor.of(JAVA_INT, ADDRESS)));
  }

  /** A fresh state, about to read a header. */
  MemorySegment begin(Arena arena) {
    MemorySegment state = arena.allocate(STATE_SIZE, 64);
    try {
      init.invokeExact(state);
    } catch (Throwable e) {
      throw SharedLibrary.unexpected(e);
    }
    state.set(JAVA_INT, CHECKSUM, GZIP);
    return state;
  }

  /** Goes on with a state whose member is read: the header of another one follows. */
  void beginNext(MemorySegment state) {
    try {
      reset.invokeExact(state);
    } catch (Throwable e) {
      throw SharedLibrary.unexpected(e);
    }
    state.set(JAVA_INT, CHECKSUM, GZIP);
  }

  /**
   * Decompresses until a buffer is at its end, or the member is.
   *
   * @return 0, or a negative number that tells what is wrong with the input
   */
  int inflate(MemorySegment state) {
    try {
      return (int) inflate.invokeExact(state);
    } catch (Throwable e) {
      throw SharedLibrary.unexpected(e);
    }
  }

  static void setInput(MemorySegment state, MemorySegment buffer, int length) {
    state.set(ADDRESS, NEXT_IN, buffer);
    state.set(JAVA_INT, AVAILABLE_IN, length);
  }

  static void setOutput(MemorySegment state, MemorySegment buffer, int length) {
    state.set(ADDRESS, NEXT_OUT, buffer);
    state.set(JAVA_INT, AVAILABLE_OUT, length);
  }

  /** How many bytes of the input are not taken yet. */
  static int inputLeft(MemorySegment state) {
    return state.get(JAVA_INT, AVAILABLE_IN);
  }

  /** How many bytes of room the output has. */
  static int outputLeft(MemorySegment state) {
    return state.get(JAVA_INT, AVAILABLE_OUT);
  }

  /** Whether the member is read to its end, and its checksum was right. */
  static boolean isFinished(MemorySegment state) {
    return state.get(JAVA_INT, BLOCK_STATE) == FINISHED;
  }
}
