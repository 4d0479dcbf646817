package dev.stevedore.lib.oci.runtime;

import java.util.List;

/** Signals by name or number (signal(7)). */
public final class SignalNames {
  /** From 1 on. */
  private static final List<String> NAMES =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  private static final int RTMIN = 34;
  private static final int RTMAX = 64;

  private SignalNames() {}

  /**
   * The number of {@code 9}, {@code KILL}, {@code SIGKILL}, {@code sigkill}, {@code RTMIN+1}.
   *
   * @throws IllegalArgumentException if there is no such signal
   */
  public static int parse(String text) {
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9') && text.length() < 4) {
      return Integer.parseInt(text);
    }
    String upper = upperCase(text);
    String name = upper.startsWith("SIG") ? upper.substring(3) : upper;
    int index = NAMES.indexOf(alias(name));
    if (index >= 0) {
      return index + 1;
    }
    if (name.startsWith("RTMIN")) {
      return realTime(text, RTMIN, name.substring(5), 1);
    }
    if (name.startsWith("RTMAX")) {
      return realTime(text, RTMAX, name.substring(5), -1);
    }
    throw unknown(text);
  }

  /** In ASCII: String.toUpperCase would unpack the letters of all Unicode in native programs. */
  private static String upperCase(String text) {
    char[] letters = text.toCharArray();
    for (int i = 0; i < letters.length; i++) {
      if (letters[i] >= 'a' && letters[i] <= 'z') {
        letters[i] = (char) (letters[i] - 'a' + 'A');
      }
    }
    return new String(letters);
  }

  private static String alias(String name) {
    return switch (name) {
      case "IOT" -> "ABRT";
      case "CLD" -> "CHLD";
      case "POLL" -> "IO";
      default -> name;
    };
  }

  private static int realTime(String text, int base, String offset, int sign) {
    if (offset.isEmpty()) {
      return base;
    }
    try {
      int distance = Integer.parseInt(offset.substring(1));
      boolean isRightSign = offset.charAt(0) == (sign > 0 ? '+' : '-');
      if (isRightSign && distance >= 0 && distance <= RTMAX - RTMIN) {
        return base + sign * distance;
      }
    } catch (NumberFormatException e) {
      throw unknown(text);
    }
    throw unknown(text);
  }

  private static IllegalArgumentException unknown(String text) {
    return new IllegalArgumentException("unknown signal \"" + text + "\"");
  }
}
