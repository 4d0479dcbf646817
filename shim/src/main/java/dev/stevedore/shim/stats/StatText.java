package dev.stevedore.shim.stats;

import dev.stevedore.shim.Split;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The texts that cgroup files contain. */
final class StatText {
  private static final long MAX = -1L; // all bits, the largest uint64

  private StatText() {}

  /** A single number; {@code max} is the largest uint64, no text is 0. */
  static long number(String text) {
    String trimmed = text.trim();
    if (trimmed.isEmpty()) {
      return 0;
    }
    if (trimmed.equals("max")) {
      return MAX;
    }
    try {
      return Long.parseLong(trimmed);
    } catch (NumberFormatException e) {
      return 0; // no statistic is beyond 63 bits, but for "max"
    }
  }

  /** Lines of {@code key value}. */
  static Map<String, Long> flat(String text) {
    Map<String, Long> out = new HashMap<>();
    for (String line : Split.lines(text)) {
      int space = line.indexOf(' ');
      if (space > 0) {
        out.put(line.substring(0, space), number(line.substring(space + 1)));
      }
    }
    return out;
  }

  /** A line's numbers. */
  static long[] list(String text) {
    List<String> words = Split.words(text);
    long[] out = new long[words.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = number(words.get(i));
    }
    return out;
  }

  static long of(Map<String, Long> values, String key) {
    Long value = values.get(key);
    return value == null ? 0 : value;
  }
}
