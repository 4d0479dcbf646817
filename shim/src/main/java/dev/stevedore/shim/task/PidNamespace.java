package dev.stevedore.shim.task;

import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.shim.Split;
import java.util.List;

/** Whether the kernel ends all of a container with its first process. */
final class PidNamespace {
  private PidNamespace() {}

  /** Whether {@code pid} is process 1 of a pid namespace; true when that cannot be seen. */
  static boolean isPrivate(int pid) {
    try {
      return isFirst(Files.readText("/proc/" + pid + "/status"));
    } catch (PosixException e) {
      return true;
    }
  }

  /**
   * Reads the line {@code NSpid} of proc_pid_status(5): the pid in each namespace, from the
   * reader's to the process's own.
   */
  static boolean isFirst(String status) {
    for (String line : Split.lines(status)) {
      if (line.startsWith("NSpid:")) {
        List<String> pids = Split.words(line.substring("NSpid:".length()));
        return pids.size() > 1 && pids.getLast().equals("1");
      }
    }
    return true;
  }
}
