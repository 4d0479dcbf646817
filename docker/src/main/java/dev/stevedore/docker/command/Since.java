package dev.stevedore.docker.command;

import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Machine;
import dev.stevedore.docker.flags.BadValueException;
import dev.stevedore.docker.flags.GoValues;
import dev.stevedore.docker.format.Times;

/** Moments as {@code --since} and {@code --until} name them, turned into what the API takes. */
public final class Since {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long NANOS_PER_MILLI = 1_000_000L;

  private Since() {}

  /**
   * Reads a moment: {@code 10m} for so long ago, a date, or seconds since the epoch.
   *
   * @return seconds since the epoch, with nanoseconds after a dot if there are any
   */
  public static String parse(Machine machine, String text) {
    try {
      long ago = GoValues.parseDuration(text);
      long moment = machine.now() * NANOS_PER_MILLI - ago;
      return text(moment / NANOS_PER_SECOND, (int) (moment % NANOS_PER_SECOND));
    } catch (BadValueException e) {
      return isSeconds(text) ? text : date(machine, text);
    }
  }

  private static boolean isSeconds(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> Character.isDigit(c) || c == '.');
  }

  private static String date(Machine machine, String text) {
    if (text.length() < 10 || text.charAt(4) != '-') {
      throw new CliException("failed to parse value as time or duration: \"" + text + "\"");
    }
    Times.Moment moment = Times.parse(machine, text);
    return text(moment.seconds(), moment.nanos());
  }

  private static String text(long seconds, int nanos) {
    String digits = Integer.toString(nanos);
    return seconds + "." + "0".repeat(9 - digits.length()) + digits;
  }
}
