package dev.stevedore.runc.config;

import dev.stevedore.lib.oci.runtime.Scheduler;
import dev.stevedore.runc.RuncException;

/**
 * What sched_setattr(2) asks of SCHED_DEADLINE: the kernel says no more than EINVAL when it is not
 * so.
 */
final class SchedulerChecks {
  /** The kernel counts time in units of 1024 ns, and less is nothing. */
  private static final long LEAST_NANOS = 1024;

  private SchedulerChecks() {}

  static void check(Scheduler scheduler) {
    if (!scheduler.policy().equals("SCHED_DEADLINE")) {
      return;
    }
    long runtime = scheduler.runtime();
    long deadline = scheduler.deadline();
    require(runtime != 0, "requires `runtime`");
    require(deadline != 0, "requires `deadline`");
    within("runtime", runtime);
    within("deadline", deadline);
    require(
        runtime <= deadline, "runtime (" + runtime + ") must be <= deadline (" + deadline + ")");
    long period = scheduler.period();
    require(
        period == 0 || (period >= deadline),
        "deadline (" + deadline + ") must be <= period (" + period + ")");
  }

  private static void within(String name, long nanos) {
    require(
        nanos >= LEAST_NANOS,
        name
            + " ("
            + Long.toUnsignedString(nanos)
            + ") must be between "
            + LEAST_NANOS
            + " and "
            + Long.MAX_VALUE);
  }

  private static void require(boolean condition, String problem) {
    if (!condition) {
      throw new RuncException("sched_setattr: `SCHED_DEADLINE` " + problem);
    }
  }
}
