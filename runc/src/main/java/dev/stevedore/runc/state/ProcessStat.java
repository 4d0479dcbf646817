package dev.stevedore.runc.state;

import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Split;
import java.util.List;
import java.util.Optional;

/**
 * Two fields of /proc/PID/stat (proc_pid_stat(5)).
 *
 * @param state {@code R}, {@code S}, {@code Z}, …
 * @param startTicks when it started, in clock ticks since boot: with the pid, the identity of a
 *     process, as pids are used again
 */
public record ProcessStat(char state, long startTicks) {
  private static final int STATE = 0;
  private static final int START = 19;

  /** Parses a line; the name in parentheses may hold anything. */
  public static ProcessStat parse(String line) {
    List<String> fields = Split.at(' ', line.substring(line.lastIndexOf(')') + 2), START + 2);
    return new ProcessStat(fields.get(STATE).charAt(0), Long.parseLong(fields.get(START)));
  }

  /** Of a process; empty if there is none of that pid. */
  public static Optional<ProcessStat> of(int pid) {
    try {
      return Optional.of(parse(Files.readText("/proc/" + pid + "/stat")));
    } catch (PosixException e) {
      if (e.is(Errno.ENOENT) || e.is(Errno.ESRCH)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Whether it has ended, reaped or not. */
  public boolean hasEnded() {
    return state == 'Z' || state == 'X' || state == 'x';
  }
}
