package dev.stevedore.shim.task;

import dev.stevedore.lib.posix.Clock;
import dev.stevedore.lib.posix.WaitStatus;
import dev.stevedore.lib.ttrpc.events.TaskExit;
import dev.stevedore.lib.ttrpc.wire.Timestamp;
import dev.stevedore.shim.stdio.ProcessIo;
import java.util.Optional;

/**
 * From the end of a process to everybody's knowing it.
 *
 * <pre>
 *   process reaped ─▶ [init: no exec is being started]
 *                  ─▶ [init: kill what shares its pid namespace]
 *                  ─▶ [init: all execs published]
 *                  ─▶ its output is at the client ─▶ TaskExit, answers to Wait
 * </pre>
 *
 * <p>So the first process's exit is the container's last, and a client that sees an exit has all
 * the output, unless it does not read: then the exit is told all the same, after a while. While an
 * exec is being started, the container counts as running, as with containerd's shim: whether it
 * still ran is for the runtime to say.
 */
final class ExitSequence {
  private static final long DRAIN_LIMIT_MILLIS = 3_000;

  private final TaskContext context;
  private final String containerId;
  private final TaskProcess init;

  /** Kills all processes of the container, then runs what it is given. */
  private final KillAll killAll;

  private int liveExecs;
  private int startingExecs;
  private Optional<Exit> untoldInit = Optional.empty();
  private boolean sharesPidNamespace;
  private boolean startRuns;
  private boolean initEnded;

  /** Kills every process of the container. */
  @FunctionalInterface
  interface KillAll {
    void run(Runnable done);
  }

  ExitSequence(TaskContext context, String containerId, TaskProcess init, KillAll killAll) {
    this.context = context;
    this.containerId = containerId;
    this.init = init;
    this.killAll = killAll;
  }

  /** The kernel does not end the other processes with the first: it is this sequence's to do. */
  void setSharesPidNamespace() {
    sharesPidNamespace = true;
  }

  /** The first process is being started: its exit comes after the event of its start. */
  void startBegins() {
    startRuns = true;
  }

  void startEnded() {
    startRuns = false;
    if (initEnded) {
      finishInit();
    }
  }

  /** An exec is being started: its exit comes before the first process's. */
  void execBegins() {
    liveExecs++;
    startingExecs++;
  }

  /** An exec did start: from now on its own end matters. */
  void execStarted() {
    startingExecs--;
    tellInit();
  }

  /** An exec did not start. */
  void execFailed() {
    startingExecs--;
    execEnded();
    tellInit();
  }

  private void tellInit() {
    if (startingExecs == 0 && untoldInit.isPresent()) {
      Exit exit = untoldInit.get();
      untoldInit = Optional.empty();
      endInit(exit);
    }
  }

  /** An exec will not run any more. */
  private void execEnded() {
    liveExecs--;
    if (liveExecs == 0 && initEnded && !startRuns) {
      publish(init, () -> {});
    }
  }

  void initReaped(WaitStatus status) {
    Exit exit = exit(status);
    if (startingExecs > 0) {
      untoldInit = Optional.of(exit);
    } else {
      endInit(exit);
    }
  }

  private void endInit(Exit exit) {
    init.setExit(exit);
    initEnded = true;
    if (!startRuns) {
      finishInit();
    }
  }

  void execReaped(TaskProcess exec, WaitStatus status) {
    exec.setExit(exit(status));
    publish(exec, this::execEnded);
  }

  private void finishInit() {
    if (sharesPidNamespace) {
      killAll.run(this::publishInit);
    } else {
      publishInit();
    }
  }

  private void publishInit() {
    if (liveExecs == 0) {
      publish(init, () -> {});
    }
  }

  private static Exit exit(WaitStatus status) {
    return new Exit(status.exitCode(), now());
  }

  private static Timestamp now() {
    long nanos = Clock.realtimeNanos();
    return new Timestamp(nanos / 1_000_000_000L, (int) (nanos % 1_000_000_000L));
  }

  private void publish(TaskProcess process, Runnable then) {
    Once published =
        new Once(
            () -> {
              String id = process.execId().isEmpty() ? containerId : process.execId();
              context
                  .publisher()
                  .publish(
                      new TaskExit(
                          containerId,
                          id,
                          process.pid(),
                          process.exitStatus(),
                          process.exitedAt()));
              process.publishExit();
              then.run();
            });
    ProcessIo io = process.io();
    if (io == null) {
      published.run();
      return;
    }
    io.whenDrained(published);
    if (!published.isDone()) {
      context.loop().after(DRAIN_LIMIT_MILLIS, published);
    }
  }

  /** Runs an action at the first call only. */
  private static final class Once implements Runnable {
    private final Runnable action;
    private boolean done;

    Once(Runnable action) {
      this.action = action;
    }

    boolean isDone() {
      return done;
    }

    @Override
    public void run() {
      if (!done) {
        done = true;
        action.run();
      }
    }
  }
}
