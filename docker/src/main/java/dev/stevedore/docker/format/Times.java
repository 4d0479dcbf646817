package dev.stevedore.docker.format;

import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Machine;

/** Moments for people. A day is 86400 seconds here, as in Unix time. */
public final class Times {
  private static final int MINUTE = 60;
  private static final int HOUR = 3600;
  private static final int DAY = 24 * HOUR;
  private static final String[] DAYS = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
  private static final String[] MONTHS = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };

  /**
   * A moment.
   *
   * @param seconds since the epoch
   * @param nanos of that second
   */
  public record Moment(long seconds, int nanos) {}

  /** A date and a time of day, in some zone. */
  private record Civil(long year, int month, int day, int hour, int minute, int second) {
    static Civil of(long seconds) {
      long days = Math.floorDiv(seconds, (long) DAY);
      int rest = (int) Math.floorMod(seconds, (long) DAY);
      // Howard Hinnant's days-to-civil: years begin in March, so that the leap day comes last.
      long shifted = days + 719468;
      long era = Math.floorDiv(shifted, 146097L);
      long dayOfEra = shifted - era * 146097;
      long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
      long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
      long monthFromMarch = (5 * dayOfYear + 2) / 153;
      int day = (int) (dayOfYear - (153 * monthFromMarch + 2) / 5 + 1);
      int month = (int) (monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9);
      long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
      return new Civil(year, month, day, rest / HOUR, rest % HOUR / MINUTE, rest % MINUTE);
    }
  }

  private Times() {}

  /** As Go's Time.String in local time: {@code 2025-05-30 12:07:26 +0200 CEST}. */
  public static String local(Machine machine, long epochSeconds) {
    Machine.LocalTime zone = machine.localTime(epochSeconds);
    return dateTime(epochSeconds + zone.offsetSeconds(), ' ')
        + " "
        + offset(zone.offsetSeconds(), "")
        + " "
        + zone.zone();
  }

  /** As RFC 3339 in local time, to the second: {@code 2025-05-30T12:07:26+02:00}. */
  public static String localRfc3339(Machine machine, long epochSeconds) {
    int offset = machine.localTime(epochSeconds).offsetSeconds();
    String date = dateTime(epochSeconds + offset, 'T');
    return date + (offset == 0 ? "Z" : offset(offset, ":"));
  }

  /** As RFC 3339 in local time, with all nine digits of nanoseconds. */
  public static String localRfc3339Nano(Machine machine, long epochNanos) {
    long seconds = Math.floorDiv(epochNanos, 1_000_000_000L);
    int offset = machine.localTime(seconds).offsetSeconds();
    String date = dateTime(seconds + offset, 'T');
    String nanos = padded(Math.floorMod(epochNanos, 1_000_000_000L), 9);
    return date + "." + nanos + (offset == 0 ? "Z" : offset(offset, ":"));
  }

  /** As ctime(3), in UTC: {@code Fri May 30 12:07:14 2025}. */
  public static String ctime(long epochSeconds) {
    Civil civil = Civil.of(epochSeconds);
    String day = DAYS[(int) Math.floorMod(Math.floorDiv(epochSeconds, (long) DAY), 7L)];
    return day
        + " "
        + MONTHS[civil.month() - 1]
        + " "
        + (civil.day() < 10 ? " " : "")
        + civil.day()
        + " "
        + padded(civil.hour(), 2)
        + ":"
        + padded(civil.minute(), 2)
        + ":"
        + padded(civil.second(), 2)
        + " "
        + civil.year();
  }

  private static String dateTime(long seconds, char between) {
    Civil civil = Civil.of(seconds);
    return padded(civil.year(), 4)
        + "-"
        + padded(civil.month(), 2)
        + "-"
        + padded(civil.day(), 2)
        + between
        + padded(civil.hour(), 2)
        + ":"
        + padded(civil.minute(), 2)
        + ":"
        + padded(civil.second(), 2);
  }

  private static String offset(int seconds, String between) {
    int minutes = Math.abs(seconds) / MINUTE;
    return (seconds < 0 ? "-" : "+") + padded(minutes / 60, 2) + between + padded(minutes % 60, 2);
  }

  private static String padded(long number, int digits) {
    String text = Long.toString(number);
    return "0".repeat(Math.max(0, digits - text.length())) + text;
  }

  /**
   * Reads RFC 3339 and its shorter forms: {@code 2025-05-30}, {@code 2025-05-30T12:07:26}, with a
   * fraction, with Z or an offset; without one it is local time.
   *
   * @throws CliException if it is none of these
   */
  public static Moment parse(Machine machine, String text) {
    try {
      int at = 10;
      long days =
          daysFromCivil(number(text, 0, 4), (int) number(text, 5, 7), (int) number(text, 8, 10));
      long seconds = days * DAY;
      int nanos = 0;
      if (text.length() > at && text.charAt(at) == 'T') {
        seconds += number(text, 11, 13) * HOUR;
        at = 13;
        if (text.length() >= 16 && text.charAt(13) == ':') {
          seconds += number(text, 14, 16) * MINUTE;
          at = 16;
        }
        if (text.length() >= 19 && text.charAt(16) == ':') {
          seconds += number(text, 17, 19);
          at = 19;
        }
        if (text.length() > at && text.charAt(at) == '.') {
          int end = at + 1;
          while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
          }
          nanos = (int) number((text.substring(at + 1, end) + "000000000"), 0, 9);
          at = end;
        }
      }
      return new Moment(seconds - zone(machine, text.substring(at), seconds), nanos);
    } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
      throw new CliException(
          "parsing time \"" + text + "\" as \"2006-01-02T15:04:05Z07:00\": cannot parse", 1, e);
    }
  }

  private static long zone(Machine machine, String zone, long localSeconds) {
    if (zone.isEmpty()) {
      return machine.localTime(localSeconds).offsetSeconds();
    }
    if (zone.equals("Z")) {
      return 0;
    }
    int sign = zone.charAt(0) == '-' ? -1 : 1;
    return sign * (number(zone, 1, 3) * HOUR + number(zone, 4, 6) * MINUTE);
  }

  private static long number(String text, int from, int to) {
    return Long.parseLong(text.substring(from, to));
  }

  private static long daysFromCivil(long year, int month, int day) {
    if (month < 1 || month > 12 || day < 1 || day > 31) {
      throw new NumberFormatException("month or day out of range");
    }
    long y = month <= 2 ? year - 1 : year;
    long era = Math.floorDiv(y, 400L);
    long yearOfEra = y - era * 400;
    long dayOfYear = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146097 + dayOfEra - 719468;
  }
}
