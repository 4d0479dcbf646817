package dev.stevedore.lib.posix;

import java.util.Arrays;
import java.util.List;

/** All descriptors of this process at once: close_range(2). */
public final class Descriptors {
  private static final long ALL = 0xffffffffL;
  private static final int CLOSE_RANGE_CLOEXEC = 4;

  private Descriptors() {}

  /** Those from {@code first} on are closed by the next execve. */
  public static void closeOnExecFrom(int first) {
    Syscall.check(
        Syscall.invoke(Syscall.CLOSE_RANGE, first, ALL, CLOSE_RANGE_CLOEXEC), "close_range", "");
  }

  /**
   * Closes those from {@code first} on but for some.
   *
   * @param kept those that stay, in any order
   */
  public static void closeAllBut(int first, List<Fd> kept) {
    int[] numbers = new int[kept.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = kept.get(i).number();
    }
    Arrays.sort(numbers);
    int from = first;
    for (int number : numbers) {
      close(from, number - 1);
      from = Math.max(from, number + 1);
    }
    Syscall.check(Syscall.invoke(Syscall.CLOSE_RANGE, from, ALL, 0), "close_range", "");
  }

  /** Closes those from {@code first} to {@code last}, both included; none if that is none. */
  public static void close(int first, int last) {
    if (first <= last) {
      Syscall.check(Syscall.invoke(Syscall.CLOSE_RANGE, first, last, 0), "close_range", "");
    }
  }
}
