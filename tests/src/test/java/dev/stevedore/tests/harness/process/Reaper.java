package dev.stevedore.tests.harness.process;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes this JVM the parent of every process that the programs under test leave behind, as pid 1 is
 * elsewhere: so the harness knows which processes came from it, and such orphans are reaped when
 * they end.
 *
 * <p>Processes started by the JVM itself are left to the JVM, which wants their exit codes.
 */
public final class Reaper {
  private static final long GRACE_MILLIS = 100;
  private static final Reaper INSTANCE = new Reaper();

  private final Set<Long> own = ConcurrentHashMap.newKeySet();

  private Reaper() {
    if (Libc.becomeSubreaper() != 0) {
      throw new IllegalStateException("prctl(PR_SET_CHILD_SUBREAPER) failed");
    }
    Thread.ofPlatform().daemon().name("reaper").start(this::reapOrphans);
  }

  /** Starts a process whose end this JVM will see. */
  public static Process start(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    INSTANCE.own.add(process.pid());
    return process;
  }

  private void reapOrphans() {
    while (true) {
      int pid = Libc.waitid(Libc.P_ALL, 0, Libc.WEXITED | Libc.WNOHANG | Libc.WNOWAIT);
      // A child of the JVM is gone a moment later; one that is still there after the grace period
      // is an orphan.
      Pause.millis(pid == 0 ? GRACE_MILLIS / 2 : GRACE_MILLIS);
      if (pid != 0 && !own.contains((long) pid)) {
        Libc.waitid(Libc.P_PID, pid, Libc.WEXITED | Libc.WNOHANG);
      }
    }
  }
}
