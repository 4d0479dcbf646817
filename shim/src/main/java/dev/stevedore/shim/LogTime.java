package dev.stevedore.shim;

/** Points in time as containerd's log has them; java.time would be much of the program. */
final class LogTime {
  private static final long MILLIS_PER_DAY = 86_400_000;

  private LogTime() {}

  /** RFC 3339, UTC, to the millisecond. */
  static String of(long epochMillis) {
    long millis = Math.floorMod(epochMillis, MILLIS_PER_DAY);
    // days in years that start in March, so that the leap day is the last (the era is 400 years)
    long days = Math.floorDiv(epochMillis, MILLIS_PER_DAY) + 719_468;
    long era = Math.floorDiv(days, 146_097);
    long dayOfEra = days - era * 146_097;
    long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    long monthFromMarch = (5 * dayOfYear + 2) / 153;
    long day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
    long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    return padded(year, 4)
        + "-"
        + padded(month, 2)
        + "-"
        + padded(day, 2)
        + "T"
        + padded(millis / 3_600_000, 2)
        + ":"
        + padded(millis / 60_000 % 60, 2)
        + ":"
        + padded(millis / 1_000 % 60, 2)
        + "."
        + padded(millis % 1_000, 3)
        + "Z";
  }

  private static String padded(long number, int width) {
    StringBuilder out = new StringBuilder(Long.toString(number));
    while (out.length() < width) {
      out.insert(0, '0');
    }
    return out.toString();
  }
}
