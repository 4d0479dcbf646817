package dev.stevedore.tests.harness.process;

import java.util.Map;

/** kill(2), by name. */
public final class Signals {
  private static final Map<String, Integer> NUMBERS =
      Map.of(
          "HUP", 1, "INT", 2, "QUIT", 3, "KILL", 9, "USR1", 10, "USR2", 12, "TERM", 15, "CONT", 18,
          "STOP", 19, "WINCH", 28);

  private Signals() {}

  /** Sends a signal (name without SIG); fails if the process is gone or may not be signalled. */
  public static void send(long pid, String name) {
    Integer number = NUMBERS.get(name);
    if (number == null) {
      throw new IllegalArgumentException("unknown signal " + name);
    }
    if (Libc.kill((int) pid, number) != 0) {
      throw new AssertionError("kill(" + pid + ", SIG" + name + ") failed");
    }
  }
}
