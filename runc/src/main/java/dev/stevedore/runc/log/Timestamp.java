package dev.stevedore.runc.log;

/** Times as RFC 3339 in UTC, without the tables of time zones that java.time would bring along. */
public final class Timestamp {
  private static final long NANOS = 1_000_000_000L;
  private static final long DAY = 86_400;

  private Timestamp() {}

  /** To the second: {@code 2026-11-23T21:29:46Z}. */
  public static String seconds(long epochNanos) {
    return dateTime(epochNanos / NANOS) + "Z";
  }

  /** To the nanosecond, without trailing zeros: {@code 2026-11-23T21:29:46.5Z}. */
  public static String nanos(long epochNanos) {
    StringBuilder fraction = new StringBuilder(Long.toString(NANOS + epochNanos % NANOS));
    int end = fraction.length();
    while (end > 1 && fraction.charAt(end - 1) == '0') {
      end--;
    }
    String digits = fraction.substring(1, end);
    return dateTime(epochNanos / NANOS) + (digits.isEmpty() ? "" : "." + digits) + "Z";
  }

  /**
   * Reads what {@link #nanos} writes, and other offsets than Z.
   *
   * @return nanoseconds since the epoch
   * @throws IllegalArgumentException if it is no such time
   */
  public static long parse(String text) {
    try {
      long days = daysOf(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
      long seconds =
          days * DAY
              + number(text, 11, 13) * 3600
              + number(text, 14, 16) * 60
              + number(text, 17, 19);
      int at = 19;
      long nanos = 0;
      if (text.charAt(at) == '.') {
        long unit = NANOS / 10;
        for (at++; isDigit(text.charAt(at)); at++) {
          nanos += (text.charAt(at) - '0') * unit;
          unit /= 10;
        }
      }
      if (text.charAt(at) != 'Z') {
        long offset = number(text, at + 1, at + 3) * 3600 + number(text, at + 4, at + 6) * 60;
        seconds += text.charAt(at) == '-' ? offset : -offset;
      }
      return seconds * NANOS + nanos;
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("\"" + text + "\" is no time of RFC 3339", e);
    }
  }

  /** Character.isDigit unpacks a table of all Unicode first, 200 KB. */
  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static long number(String text, int from, int to) {
    return Integer.parseInt(text.substring(from, to));
  }

  /** The reverse of {@link #date}. */
  private static long daysOf(long year, long month, long day) {
    long marchYear = month <= 2 ? year - 1 : year;
    long era = marchYear / 400;
    long yearOfEra = marchYear % 400;
    long dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097 + dayOfEra - 719_468;
  }

  private static String dateTime(long epochSecond) {
    long ofDay = epochSecond % DAY;
    return date(epochSecond / DAY)
        + "T"
        + two(ofDay / 3600)
        + ":"
        + two(ofDay / 60 % 60)
        + ":"
        + two(ofDay % 60);
  }

  /** The civil calendar by 400-year eras that begin in March, so that the leap day comes last. */
  private static String date(long epochDay) {
    long day = epochDay + 719_468;
    long era = day / 146_097;
    long dayOfEra = day % 146_097;
    long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    long monthFromMarch = (5 * dayOfYear + 2) / 153;
    long dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
    long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    long year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
    return year + "-" + two(month) + "-" + two(dayOfMonth);
  }

  private static String two(long number) {
    return number < 10 ? "0" + number : Long.toString(number);
  }
}
