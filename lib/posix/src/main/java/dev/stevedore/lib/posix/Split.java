package dev.stevedore.lib.posix;

import java.util.ArrayList;
import java.util.List;

/**
 * Texts cut at a character. TeaVM's String.split makes a regular expression each time, some
 * kilobytes and as many microseconds.
 */
public final class Split {
  private Split() {}

  /** All parts, empty ones and the last one too. */
  public static List<String> at(char separator, String text) {
    return at(separator, text, Integer.MAX_VALUE);
  }

  /** The same, but no more than so many parts: the last has the rest. */
  public static List<String> at(char separator, String text, int limit) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    int end = text.indexOf(separator);
    while (end >= 0 && parts.size() < limit - 1) {
      parts.add(text.substring(start, end));
      start = end + 1;
      end = text.indexOf(separator, start);
    }
    parts.add(text.substring(start));
    return parts;
  }

  /** The parts that are not empty: lines, words between blanks, the components of a path. */
  public static List<String> words(char separator, String text) {
    List<String> parts = at(separator, text);
    parts.removeIf(String::isEmpty);
    return parts;
  }
}
