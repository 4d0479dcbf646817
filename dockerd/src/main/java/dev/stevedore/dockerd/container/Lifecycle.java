package dev.stevedore.dockerd.container;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.container.config.RestartPolicy;
import dev.stevedore.dockerd.container.io.ProcessPipes;
import dev.stevedore.dockerd.containerd.GrpcErrors;
import dev.stevedore.dockerd.containerd.TaskService;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of a container's process: start, end, and start again as its policy says. */
public final class Lifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);
  private static final Duration EARLY_DRAIN = Duration.ofMillis(100);
  private static final Duration DRAIN = Duration.ofSeconds(2);
  private static final Duration FIRST_DELAY = Duration.ofMillis(100);
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

  /** A container that ran this long starts again without delay. */
  private static final Duration LONG_RUN = Duration.ofSeconds(10);

  private final EngineParts engine;
  private final Starting starting;
  private final Removal removal;
  private final ContainerMounts mounts;
  private final SharedMemory sharedMemory;
  private volatile boolean shuttingDown;

  /** Runs containers of an engine. */
  public Lifecycle(EngineParts engine, Removal removal) {
    this.engine = engine;
    this.starting = new Starting(engine);
    this.removal = removal;
    this.mounts = new ContainerMounts(engine);
    this.sharedMemory = new SharedMemory(engine);
  }

  /** From now on nothing is restarted: the daemon stops. */
  public void shutDown() {
    shuttingDown = true;
  }

  /**
   * Starts a container.
   *
   * @throws ApiException.NotModified if it runs
   */
  public void start(Container container) throws InterruptedException {
    boolean[] failed = new boolean[1];
    try {
      container
          .turn()
          .take(
              () -> {
                State state = container.state();
                switch (state.status()) {
                  case RUNNING ->
                      throw new ApiException.NotModified("container is already running");
                  case PAUSED ->
                      throw new ApiException.Conflict(
                          "cannot start a paused container, try unpause instead");
                  case REMOVING, DEAD, CREATING ->
                      throw new ApiException.Conflict(
                          "container is marked for removal and cannot be started");
                  case CREATED, EXITED, RESTARTING -> {}
                }
                failed[0] = true;
                container.become(state.restartedTimes(0).stoppedByHand(false));
                starting.start(container);
                failed[0] = false;
                return state;
              });
    } finally {
      if (failed[0] && container.definition().host().autoRemove()) {
        autoRemove(container);
      }
    }
  }

  /**
   * The first process of a container has ended. Called for an event, and when a comparison with
   * containerd shows it.
   *
   * @param pid the process that ended; 0: whichever the container has
   */
  public void exited(Container container, int pid, TaskService.Exit exit) {
    try {
      boolean retired =
          container
              .turn()
              .take(
                  () -> {
                    State state = container.state();
                    if (!state.isRunning() || (pid != 0 && pid != state.pid())) {
                      return false;
                    }
                    finish(container, exit);
                    return container.state().status() == State.Status.REMOVING;
                  });
      if (retired) {
        removal.cleanUp(container);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void finish(Container container, TaskService.Exit exit) throws InterruptedException {
    // Once the task is removed nobody else knows how it ended.
    engine.note(container, container.state().ending(exit.status(), end(exit)));
    // The shim's task is removed meanwhile: a client need not wait for that, only the next start.
    CompletableFuture<Void> deleted =
        CompletableFuture.runAsync(() -> deleteTask(container), Thread::startVirtualThread);
    if (container.pipes().isPresent()) {
      ProcessPipes pipes = container.pipes().get();
      if (!pipes.drain(EARLY_DRAIN)) {
        await(deleted); // some shims hold the FIFOs until then
        pipes.drain(DRAIN);
      }
      pipes.close();
      container.connect(Optional.empty());
    }
    leaveNetworks(container);
    mounts.ended(container);
    sharedMemory.release(container.id());
    answer(container, exit);
    await(deleted);
  }

  /** An end is an end: what cannot be undone of the network is undone when the daemon starts. */
  private void leaveNetworks(Container container) {
    try {
      engine.networks().detach(container.id());
    } catch (ApiException e) {
      LOG.error("container {}: leaving its networks: {}", container.id(), e.getMessage());
    }
  }

  private void deleteTask(Container container) {
    try {
      engine.tasks().delete(container.id());
      container.taskless(true);
    } catch (StatusRuntimeException e) {
      LOG.warn("container {}: delete of its task: {}", container.id(), GrpcErrors.text(e));
    }
  }

  private static void await(CompletableFuture<Void> future) throws InterruptedException {
    try {
      future.get();
    } catch (ExecutionException e) {
      LOG.error("delete of a task", e.getCause());
    }
  }

  /** The end is written down, and told to all who wait for it. */
  private void answer(Container container, TaskService.Exit exit) {
    container.input().end();
    container.log().closed();
    State before = container.state();
    State after = before.exited(State.Status.EXITED, exit.status(), end(exit));
    RestartPolicy policy = container.definition().host().restartPolicy();
    boolean again =
        !shuttingDown && policy.restarts(exit.status(), before.restarts(), before.stoppedByHand());
    Duration ran = before.uptime(after.finishedAt());
    if (again) {
      after = after.with(State.Status.RESTARTING).restartedTimes(before.restarts() + 1);
    }
    engine.save(container, after);
    Map<String, String> attributes = new HashMap<>();
    attributes.put("exitCode", Integer.toString(exit.status()));
    attributes.put("execDuration", Long.toString(Math.max(0, ran.toSeconds())));
    ContainerEvents.publish(engine.events(), container, "die", attributes);
    container.output().end();
    container.waits().exited(new Waits.Result(exit.status(), ""));
    if (container.definition().host().autoRemove() && !container.isAboutToRestart()) {
      removal.retire(container);
    }
    if (again) {
      restartLater(container, ran, after.restarts());
    }
  }

  private static Instant end(TaskService.Exit exit) {
    return exit.at().getEpochSecond() <= 0 ? Instant.now() : exit.at();
  }

  private void restartLater(Container container, Duration ran, int times) {
    Duration delay =
        ran.compareTo(LONG_RUN) >= 0
            ? FIRST_DELAY
            : FIRST_DELAY.multipliedBy(1L << Math.min(times - 1, 10));
    Duration bounded = delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
    Thread.ofVirtual()
        .name("restart " + container.id())
        .start(
            () -> {
              try {
                Thread.sleep(bounded);
                restartNow(container);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private void restartNow(Container container) throws InterruptedException {
    container
        .turn()
        .take(
            () -> {
              if (container.state().status() == State.Status.RESTARTING && !shuttingDown) {
                try {
                  starting.start(container);
                } catch (ApiException e) {
                  LOG.warn("container {}: restart: {}", container.id(), e.getMessage());
                }
              }
              return container;
            });
  }

  /** Starts a container that its policy wants running when the daemon starts. */
  void startByPolicy(Container container) {
    try {
      start(container);
    } catch (ApiException e) {
      LOG.warn("container {}: start: {}", container.id(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Removes a container that shall not outlive its process. */
  void autoRemove(Container container) {
    try {
      container
          .turn()
          .take(
              () -> {
                State state = container.state();
                if (!state.isRunning() && state.status() != State.Status.REMOVING) {
                  if (engine.registry().byId(container.id()).isPresent()) {
                    removal.remove(container, true);
                  }
                }
                return state;
              });
    } catch (ApiException e) {
      LOG.error("container {}: {}", container.id(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The kernel killed something in the container. */
  public void outOfMemory(Container container) {
    try {
      container
          .turn()
          .take(
              () -> {
                engine.save(container, container.state().outOfMemory());
                return container;
              });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ContainerEvents.publish(engine.events(), container, "oom");
  }
}
