package dev.stevedore.dockerd.container;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * How a container is, at one moment.
 *
 * @param status what it does
 * @param pid its process on the host; 0 if it has none
 * @param exitCode how its process ended last
 * @param error why it could not be started; empty if it could
 * @param startedAt when it was started last; {@link #NEVER} if never
 * @param finishedAt when it ended last; {@link #NEVER} if never
 * @param oomKilled whether the kernel killed it for its memory
 * @param restarts how often its policy restarted it since it was started by hand
 * @param stoppedByHand whether a user stopped it, so that its policy leaves it alone
 */
public record State(
    Status status,
    int pid,
    int exitCode,
    String error,
    Instant startedAt,
    Instant finishedAt,
    boolean oomKilled,
    int restarts,
    boolean stoppedByHand) {
  /** Go's zero time, which clients know as "never". */
  public static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

  /** What a container does. */
  public enum Status {
    /** Being made; a daemon that finds one after a crash removes it. */
    CREATING,
    CREATED,
    RUNNING,
    PAUSED,
    /** Stopped, and about to be started again by its policy. */
    RESTARTING,
    REMOVING,
    EXITED,
    DEAD;

    /** The name in the API. */
    public String label() {
      return this == CREATING ? "created" : name().toLowerCase(Locale.ROOT);
    }
  }

  /** A container that was never started. */
  public static final State NEW =
      new State(Status.CREATING, 0, 0, "", NEVER, NEVER, false, 0, false);

  /** Whether it has a process. */
  public boolean isRunning() {
    return status == Status.RUNNING || status == Status.PAUSED;
  }

  State with(Status now) {
    return new State(
        now, pid, exitCode, error, startedAt, finishedAt, oomKilled, restarts, stoppedByHand);
  }

  /** After a start. */
  public State started(int newPid, Instant at) {
    return new State(Status.RUNNING, newPid, 0, "", at, finishedAt, false, restarts, false);
  }

  State exited(Status now, int code, Instant at) {
    return new State(now, 0, code, error, startedAt, at, oomKilled, restarts, stoppedByHand);
  }

  /** Has ended, which is written down before its task is removed; nobody is told yet. */
  State ending(int code, Instant at) {
    return new State(status, pid, code, error, startedAt, at, oomKilled, restarts, stoppedByHand);
  }

  /** Whether the end of its last run is known. */
  boolean endIsKnown() {
    return finishedAt.isAfter(startedAt);
  }

  State failed(int code, String why) {
    Status now = status == Status.CREATED ? Status.CREATED : Status.EXITED;
    return new State(now, 0, code, why, startedAt, finishedAt, oomKilled, restarts, stoppedByHand);
  }

  State outOfMemory() {
    return new State(
        status, pid, exitCode, error, startedAt, finishedAt, true, restarts, stoppedByHand);
  }

  State restartedTimes(int times) {
    return new State(
        status, pid, exitCode, error, startedAt, finishedAt, oomKilled, times, stoppedByHand);
  }

  State stoppedByHand(boolean byHand) {
    return new State(
        status, pid, exitCode, error, startedAt, finishedAt, oomKilled, restarts, byHand);
  }

  /** How long it ran, or has been running. */
  public Duration uptime(Instant now) {
    return startedAt.equals(NEVER) ? Duration.ZERO : Duration.between(startedAt, now);
  }
}
