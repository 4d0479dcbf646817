package dev.stevedore.runc.cli;

/** Durations as Go writes them: {@code 1m30s}, {@code 250ms}. */
public final class GoDuration {
  private GoDuration() {}

  /**
   * A duration in milliseconds.
   *
   * @throws UsageException if it is none
   */
  public static long millis(String text) {
    double total = 0;
    int at = 0;
    while (at < text.length()) {
      int number = at;
      while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
        at++;
      }
      int unit = at;
      while (at < text.length() && Character.isLetter(text.charAt(at))) {
        at++;
      }
      if (number == unit || unit == at) {
        throw bad(text);
      }
      try {
        total += Double.parseDouble(text.substring(number, unit)) * factor(text, unit, at);
      } catch (NumberFormatException e) {
        throw bad(text);
      }
    }
    if (text.isEmpty()) {
      throw bad(text);
    }
    return (long) total;
  }

  private static double factor(String text, int from, int to) {
    return switch (text.substring(from, to)) {
      case "ns" -> 1e-6;
      case "us", "µs" -> 1e-3;
      case "ms" -> 1;
      case "s" -> 1000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      default -> throw bad(text);
    };
  }

  private static UsageException bad(String text) {
    return new UsageException("invalid duration \"" + text + "\"");
  }
}
