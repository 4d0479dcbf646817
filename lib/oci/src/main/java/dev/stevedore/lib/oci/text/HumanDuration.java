package dev.stevedore.lib.oci.text;

/** Spans of time for people: {@code About an hour}, {@code 3 weeks}. */
public final class HumanDuration {
  private static final int MINUTE = 60;
  private static final int HOUR = 3600;

  private HumanDuration() {}

  /** A span in words, as Docker rounds it. */
  public static String of(long seconds) {
    long hours = (seconds + HOUR / 2) / HOUR;
    if (seconds < 1) {
      return "Less than a second";
    }
    if (seconds == 1) {
      return "1 second";
    }
    if (seconds < MINUTE) {
      return seconds + " seconds";
    }
    long minutes = seconds / MINUTE;
    if (minutes == 1) {
      return "About a minute";
    }
    if (minutes < 60) {
      return minutes + " minutes";
    }
    if (hours == 1) {
      return "About an hour";
    }
    if (hours < 48) {
      return hours + " hours";
    }
    if (hours < 24 * 7 * 2) {
      return hours / 24 + " days";
    }
    if (hours < 24 * 30 * 2) {
      return hours / 24 / 7 + " weeks";
    }
    if (hours < 24 * 365 * 2) {
      return hours / 24 / 30 + " months";
    }
    return hours / 24 / 365 + " years";
  }
}
