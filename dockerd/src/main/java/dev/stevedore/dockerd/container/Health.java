package dev.stevedore.dockerd.container;

import dev.stevedore.dockerd.container.config.HealthCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How well a container is, by its health check.
 *
 * <pre>
 *   start ──▶ STARTING ── a check succeeds ──▶ HEALTHY
 *                │                              │  ▲
 *                │ so many failures in a row,   ▼  │ a check succeeds
 *                └─ after the start period ──▶ UNHEALTHY
 * </pre>
 *
 * @param failingStreak failures since the last success
 * @param log the last checks, the oldest first
 * @param run when the container was started that this is about
 * @param running the id of the check's process that runs now; empty if none does
 */
public record Health(
    Status status, int failingStreak, List<Check> log, Instant run, String running) {
  private static final int LOG_LENGTH = 5;

  /** Before the first check. */
  public static final Health UNKNOWN = new Health(Status.STARTING, 0, List.of(), State.NEVER, "");

  /** Keeps a copy. */
  public Health {
    log = List.copyOf(log);
  }

  /** What the checks say. */
  public enum Status {
    STARTING,
    HEALTHY,
    UNHEALTHY;

    /** The name in the API. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One check that was made.
   *
   * @param exitCode 0: the container is well; -1: the check could not be made, or took too long
   * @param output what it wrote, shortened
   */
  public record Check(Instant start, Instant end, int exitCode, String output) {}

  /** At the start of a container: what was before is only kept in the log. */
  public Health begun(Instant startedAt) {
    return new Health(Status.STARTING, 0, log, startedAt, "");
  }

  /** Nobody checks any more: then Docker calls a container unhealthy. */
  public Health stopped() {
    return new Health(Status.UNHEALTHY, failingStreak, log, run, "");
  }

  /** While a process of the check runs. */
  public Health checking(String process) {
    return new Health(status, failingStreak, log, run, process);
  }

  /** After a check. */
  public Health after(Check check, HealthCheck rules) {
    List<Check> checks = new ArrayList<>(log);
    checks.add(check);
    List<Check> last = checks.subList(Math.max(0, checks.size() - LOG_LENGTH), checks.size());
    if (check.exitCode() == 0) {
      return new Health(Status.HEALTHY, 0, last, run, "");
    }
    boolean excused =
        status == Status.STARTING
            && Duration.between(run, check.start()).compareTo(rules.startPeriod()) < 0;
    int streak = excused ? failingStreak : failingStreak + 1;
    Status next = !excused && streak >= rules.retries() ? Status.UNHEALTHY : status;
    return new Health(next, streak, last, run, "");
  }

  /** How long to wait before the next check. */
  public Duration pause(HealthCheck rules, Instant now) {
    boolean starts =
        status == Status.STARTING && Duration.between(run, now).compareTo(rules.startPeriod()) < 0;
    return starts ? rules.startInterval() : rules.interval();
  }
}
