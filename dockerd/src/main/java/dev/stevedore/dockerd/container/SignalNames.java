package dev.stevedore.dockerd.container;

import dev.stevedore.dockerd.api.ApiException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signals as users write them: {@code 9}, {@code KILL}, {@code SIGKILL}. See signal(7). */
public final class SignalNames {
  /** Ends a process at once. */
  public static final int SIGKILL = 9;

  /** Asks a process to end. */
  public static final int SIGTERM = 15;

  private static final int MAX = 64;

  private static final Map<String, Integer> NUMBERS =
      Map.ofEntries(
          Map.entry("HUP", 1),
          Map.entry("INT", 2),
          Map.entry("QUIT", 3),
          Map.entry("ILL", 4),
          Map.entry("TRAP", 5),
          Map.entry("ABRT", 6),
          Map.entry("IOT", 6),
          Map.entry("BUS", 7),
          Map.entry("FPE", 8),
          Map.entry("KILL", SIGKILL),
          Map.entry("USR1", 10),
          Map.entry("SEGV", 11),
          Map.entry("USR2", 12),
          Map.entry("PIPE", 13),
          Map.entry("ALRM", 14),
          Map.entry("TERM", SIGTERM),
          Map.entry("STKFLT", 16),
          Map.entry("CHLD", 17),
          Map.entry("CLD", 17),
          Map.entry("CONT", 18),
          Map.entry("STOP", 19),
          Map.entry("TSTP", 20),
          Map.entry("TTIN", 21),
          Map.entry("TTOU", 22),
          Map.entry("URG", 23),
          Map.entry("XCPU", 24),
          Map.entry("XFSZ", 25),
          Map.entry("VTALRM", 26),
          Map.entry("PROF", 27),
          Map.entry("WINCH", 28),
          Map.entry("IO", 29),
          Map.entry("POLL", 29),
          Map.entry("PWR", 30),
          Map.entry("SYS", 31),
          Map.entry("RTMIN", 34),
          Map.entry("RTMAX", MAX));

  private SignalNames() {}

  /**
   * The number of a signal.
   *
   * @throws ApiException.BadParameter with Docker's text, if there is no such signal
   */
  public static int parse(String text) {
    String name = text.toUpperCase(Locale.ROOT);
    if (name.startsWith("SIG")) {
      name = name.substring(3);
    }
    Integer number = NUMBERS.get(name);
    if (number == null) {
      number = realTime(name);
    }
    if (number == null && name.matches("[0-9]{1,3}")) {
      number = Integer.valueOf(name);
    }
    if (number == null || number < 1 || number > MAX) {
      throw new ApiException.BadParameter("invalid signal: " + text);
    }
    return number;
  }

  /** {@code RTMIN+n} and {@code RTMAX-n}. */
  private static @Nullable Integer realTime(String name) {
    if (name.matches("RTMIN\\+[0-9]{1,2}")) {
      return 34 + Integer.parseInt(name.substring(6));
    }
    if (name.matches("RTMAX-[0-9]{1,2}")) {
      return MAX - Integer.parseInt(name.substring(6));
    }
    return null;
  }
}
