package dev.stevedore.dockerd.container.config;

import java.util.BitSet;

/** Lists of CPUs or memory nodes as the kernel writes them: {@code 0-2,7}. See cpuset(7). */
final class CpuList {
  private static final int MAX = 8192;

  private CpuList() {}

  /**
   * Reads a list.
   *
   * @throws IllegalArgumentException with Docker's text, if it is none
   */
  static BitSet parse(String text) {
    BitSet set = new BitSet();
    if (text.isEmpty()) {
      return set;
    }
    for (String part : text.split(",", -1)) {
      int dash = part.indexOf('-');
      int first = number(dash < 0 ? part : part.substring(0, dash), text);
      int last = dash < 0 ? first : number(part.substring(dash + 1), text);
      if (last < first) {
        throw invalid(text);
      }
      set.set(first, last + 1);
    }
    return set;
  }

  private static int number(String text, String all) {
    String digits = text.strip();
    if (!digits.matches("[0-9]{1,4}") || Integer.parseInt(digits) > MAX) {
      throw invalid(all);
    }
    return Integer.parseInt(digits);
  }

  private static IllegalArgumentException invalid(String text) {
    return new IllegalArgumentException("invalid format: " + text);
  }
}
