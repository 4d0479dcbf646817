package dev.stevedore.shim;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes texts apart. {@code String.split} would bring java.util.regex along, a third of the program
 * and its memory.
 */
public final class Split {
  private Split() {}

  /** The parts of {@code text} between {@code separator}, empty ones left out. */
  public static List<String> by(char separator, String text) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf(separator, start);
      int stop = end < 0 ? text.length() : end;
      if (stop > start) {
        parts.add(text.substring(start, stop));
      }
      start = stop + 1;
    }
    return parts;
  }

  /** The lines of {@code text}, empty ones left out. */
  public static List<String> lines(String text) {
    return by('\n', text);
  }

  /** The words of {@code text}, which spaces, tabs and line ends separate. */
  public static List<String> words(String text) {
    return by(' ', text.replace('\t', ' ').replace('\n', ' '));
  }
}
