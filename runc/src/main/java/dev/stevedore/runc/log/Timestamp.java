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
