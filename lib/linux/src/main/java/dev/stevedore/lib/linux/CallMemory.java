package dev.stevedore.lib.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one system call: where errno goes, and strings and structures one behind the other.
 * Allocating it anew for each call takes longer than most calls do, so a few are kept for the next
 * ones. Each belongs to one call at a time.
 */
final class CallMemory {
  /** What the linker needs for errno. */
  static final StructLayout STATE = Linker.Option.captureStateLayout();

  /** Room for two paths of the greatest length. */
  private static final int SIZE = 9 * 1024;

  private static final Kept KEPT = new Kept();

  private final MemorySegment slab = Arena.ofAuto().allocate(SIZE, 16);
  private final MemorySegment state = slab.asSlice(0, STATE.byteSize());
  private long used = STATE.byteSize();

  /** For what is larger than the slab. */
  private @Nullable Arena more;

  private CallMemory() {}

  /** Memory that nobody else uses until it is given back. */
  static CallMemory take() {
    CallMemory kept = KEPT.take();
    return kept == null ? new CallMemory() : kept;
  }

  MemorySegment state() {
    return state;
  }

  /** Some bytes, which may hold anything. */
  @SuppressWarnings("MustBeClosedChecker") // it is closed when this memory is given back
  MemorySegment allocate(long size, int alignment) {
    long start = (used + alignment - 1) & -alignment;
    if (size <= SIZE - start) {
      used = start + size;
      return slab.asSlice(start, size);
    }
    Arena arena = more;
    if (arena == null) {
      arena = Arena.ofConfined();
      more = arena;
    }
    return arena.allocate(size, alignment);
  }

  void giveBack() {
    Arena arena = more;
    if (arena != null) {
      arena.close();
      more = null;
    }
    used = STATE.byteSize();
    KEPT.keep(this);
  }

  /** One for each of a few groups of threads; whoever finds none makes one. */
  private static final class Kept {
    private static final int PLACES = 8;

    private final AtomicReferenceArray<@Nullable CallMemory> places =
        new AtomicReferenceArray<>(PLACES);

    private static int place() {
      return (int) Thread.currentThread().threadId() & (PLACES - 1);
    }

    @Nullable CallMemory take() {
      return places.getAndSet(place(), null);
    }

    void keep(CallMemory memory) {
      places.set(place(), memory);
    }
  }
}
