package dev.stevedore.runc.launch;

import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.runc.RuncException;
import java.util.OptionalInt;

/** How likely a process is killed when memory is out (proc_pid_oom_score_adj(5)). */
final class OomScore {
  private OomScore() {}

  static void set(int pid, OptionalInt adjustment) {
    if (adjustment.isEmpty()) {
      return;
    }
    String path = "/proc/" + pid + "/oom_score_adj";
    String wanted = Integer.toString(adjustment.getAsInt());
    try {
      // Equal is common, and lowering it, even to what it is, would need a privilege.
      if (!Files.readText(path).trim().equals(wanted)) {
        Files.writeExisting(path, wanted);
      }
    } catch (PosixException e) {
      throw new RuncException("unable to set oom_score_adj to " + wanted, e);
    }
  }
}
