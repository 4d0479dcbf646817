package dev.stevedore.runc.process;

import java.util.ArrayList;
import java.util.List;

/** Lists of CPUs and memory nodes, such as {@code 0-3,7} (cpuset(7), "List format"). */
public final class NumberList {
  private static final int LIMIT = 8192;

  private NumberList() {}

  /**
   * The numbers of a list.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public static List<Integer> parse(String text) {
    List<Integer> numbers = new ArrayList<>();
    for (String part : text.split(",")) {
      String range = part.trim();
      int dash = range.indexOf('-');
      try {
        int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
        int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
        if (first < 0 || last < first || last >= LIMIT) {
          throw new IllegalArgumentException("invalid range \"" + range + "\"");
        }
        for (int number = first; number <= last; number++) {
          numbers.add(number);
        }
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("invalid list \"" + text + "\"", e);
      }
    }
    return numbers;
  }
}
