package dev.stevedore.dockerd.container;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.containerd.GrpcErrors;
import dev.stevedore.lib.oci.reference.ContainerNames;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code docker stop}, {@code kill}, {@code restart}, {@code rm -f}, {@code pause}. The end itself
 * comes as an event; who stops a container waits for it outside the container's turn.
 */
public final class Stopping {
  private static final Logger LOG = LoggerFactory.getLogger(Stopping.class);
  private static final String NO_NAME = "Error when allocating new name: ";

  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  /** How long the end may take to be seen after SIGKILL. */
  private static final Duration AFTER_KILL = Duration.ofSeconds(10);

  private final EngineParts engine;
  private final Lifecycle lifecycle;
  private final Removal removal;

  /** Stops containers of an engine. */
  public Stopping(EngineParts engine, Lifecycle lifecycle, Removal removal) {
    this.engine = engine;
    this.lifecycle = lifecycle;
    this.removal = removal;
  }

  /**
   * Stops a container.
   *
   * @param signal what is sent first; empty: what the container says, or SIGTERM
   * @param timeout how long until SIGKILL; negative: never; empty: what the container says, or 10 s
   * @throws ApiException.NotModified if it does not run
   */
  public void stop(Container container, String signal, Optional<Duration> timeout)
      throws InterruptedException {
    if (!container.state().isRunning() && !isRestarting(container)) {
      throw new ApiException.NotModified("container is already stopped");
    }
    stopRunning(container, signal, timeout, true);
    ContainerEvents.publish(engine.events(), container, "stop");
  }

  private static boolean isRestarting(Container container) {
    return container.state().status() == State.Status.RESTARTING;
  }

  /** Stops a container because the daemon stops: its policy will start it again. */
  public void stopForShutdown(Container container, Optional<Duration> timeout)
      throws InterruptedException {
    stopRunning(container, "", timeout, false);
    // The end is told before the task is removed: whoever has the next turn knows that it is.
    container.turn().take(container::state);
  }

  private void stopRunning(
      Container container, String signal, Optional<Duration> timeout, boolean byHand)
      throws InterruptedException {
    CompletableFuture<Waits.Result> exit = container.waits().nextExit();
    int number = signal.isEmpty() ? stopSignal(container) : Signals.parse(signal);
    if (!send(container, number, byHand)) {
      return;
    }
    Duration limit =
        timeout.orElseGet(
            () ->
                container
                    .definition()
                    .config()
                    .stopTimeout()
                    .map(Duration::ofSeconds)
                    .orElse(DEFAULT_TIMEOUT));
    if (await(exit, limit)) {
      return;
    }
    killAndWait(container, exit, byHand);
  }

  private void killAndWait(
      Container container, CompletableFuture<Waits.Result> exit, boolean byHand)
      throws InterruptedException {
    send(container, Signals.SIGKILL, byHand);
    if (!await(exit, AFTER_KILL) && container.state().isRunning()) {
      throw new ApiException.Internal("tried to kill container, but did not receive an exit event");
    }
  }

  private static int stopSignal(Container container) {
    String signal = container.definition().config().stopSignal();
    return signal.isEmpty() ? Signals.SIGTERM : Signals.parse(signal);
  }

  /** False if there is nothing to send to. */
  private boolean send(Container container, int signal, boolean byHand)
      throws InterruptedException {
    boolean sent =
        container
            .turn()
            .take(
                () -> {
                  State state = container.state();
                  if (state.status() == State.Status.RESTARTING) {
                    engine.save(container, state.with(State.Status.EXITED).stoppedByHand(byHand));
                    return false;
                  }
                  if (!state.isRunning()) {
                    return false;
                  }
                  if (byHand && !state.stoppedByHand()) {
                    engine.save(container, state.stoppedByHand(true));
                  }
                  boolean alive = engine.tasks().kill(container.id(), "", signal);
                  if (alive && state.status() == State.Status.PAUSED && thaw(container)) {
                    engine.save(container, container.state().with(State.Status.RUNNING));
                  }
                  return true;
                });
    if (sent) {
      ContainerEvents.publish(
          engine.events(), container, "kill", Map.of("signal", Integer.toString(signal)));
    }
    return sent;
  }

  /** False if that cannot be: where frozen processes can be killed, it has ended already. */
  private boolean thaw(Container container) {
    try {
      engine.tasks().resume(container.id());
      return true;
    } catch (StatusRuntimeException e) {
      LOG.info("container {} is not thawed: {}", container.id(), GrpcErrors.text(e));
      return false;
    }
  }

  private static boolean await(CompletableFuture<Waits.Result> exit, Duration limit)
      throws InterruptedException {
    try {
      if (limit.isNegative()) {
        exit.get();
      } else {
        exit.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      }
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("waits never fail", e);
    }
  }

  /**
   * Sends a signal; after SIGKILL waits for the end.
   *
   * @throws ApiException.Conflict if the container does not run
   */
  public void kill(Container container, String signal) throws InterruptedException {
    int number = signal.isEmpty() ? Signals.SIGKILL : Signals.parse(signal);
    CompletableFuture<Waits.Result> exit = container.waits().nextExit();
    if (!container.state().isRunning()) {
      throw new ApiException.Conflict("container " + container.id() + " is not running");
    }
    if (number == Signals.SIGKILL) {
      killAndWait(container, exit, true);
    } else {
      send(container, number, true);
    }
  }

  /** Stops, if it runs, and starts again. */
  public void restart(Container container, String signal, Optional<Duration> timeout)
      throws InterruptedException {
    container.aboutToRestart(true);
    try {
      if (container.state().isRunning() || isRestarting(container)) {
        stopRunning(container, signal, timeout, true);
      }
      lifecycle.start(container);
    } finally {
      container.aboutToRestart(false);
    }
    ContainerEvents.publish(engine.events(), container, "restart");
  }

  /**
   * Removes a container.
   *
   * @param force whether it is killed first if it runs
   * @throws ApiException.Conflict if it runs
   */
  public void remove(Container container, boolean force, boolean volumes)
      throws InterruptedException {
    State state = container.state();
    if (state.isRunning() || state.status() == State.Status.RESTARTING) {
      if (!force) {
        throw new ApiException.Conflict(
            state.status() == State.Status.PAUSED
                ? "container is paused and must be unpaused first"
                : "container is "
                    + state.status().label()
                    + ": stop the container before removing or force remove");
      }
      try {
        killAndWait(container, container.waits().nextExit(), true);
      } catch (ApiException e) {
        throw e.behind("could not kill container: ");
      }
    }
    container
        .turn()
        .take(
            () -> {
              if (engine.registry().byId(container.id()).isEmpty()) {
                return container; // removed by itself meanwhile
              }
              if (container.state().isRunning()) {
                throw new ApiException.Conflict("it was started again");
              }
              removal.remove(container, volumes);
              return container;
            });
  }

  /** Freezes all processes. */
  public void pause(Container container) throws InterruptedException {
    container
        .turn()
        .take(
            () -> {
              State state = container.state();
              if (state.status() == State.Status.RESTARTING) {
                throw new ApiException.Conflict(
                    "Container "
                        + container.id()
                        + " is restarting, wait until the container is running");
              }
              requireRunning(container);
              if (state.status() == State.Status.PAUSED) {
                throw new ApiException.Conflict(
                    "Container " + container.id() + " is already paused");
              }
              translate(container, "cannot pause", () -> engine.tasks().pause(container.id()));
              engine.save(container, state.with(State.Status.PAUSED));
              return state;
            });
    ContainerEvents.publish(engine.events(), container, "pause");
  }

  /** Thaws all processes. */
  public void unpause(Container container) throws InterruptedException {
    container
        .turn()
        .take(
            () -> {
              State state = container.state();
              if (state.status() != State.Status.PAUSED) {
                throw new ApiException.Internal("Container " + container.id() + " is not paused");
              }
              translate(container, "Cannot unpause", () -> engine.tasks().resume(container.id()));
              engine.save(container, state.with(State.Status.RUNNING));
              return state;
            });
    ContainerEvents.publish(engine.events(), container, "unpause");
  }

  /** Sets the size of the terminal, in characters. */
  public void resize(Container container, int height, int width) {
    requireRunning(container);
    translate(container, "resize", () -> engine.tasks().resize(container.id(), "", width, height));
    ContainerEvents.publish(
        engine.events(),
        container,
        "resize",
        Map.of("height", Integer.toString(height), "width", Integer.toString(width)));
  }

  /**
   * Gives a container another name.
   *
   * @throws ApiException.Conflict if it is taken
   */
  public void rename(Container container, String name) throws InterruptedException {
    String before = container.name();
    if (before.equals(name)) {
      throw new ApiException.BadParameter(
          "Renaming a container with the same name as its current name");
    }
    if (!ContainerNames.isValid(name)) {
      throw new ApiException.BadParameter(
          NO_NAME
              + "Invalid container name (/%s), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed"
                  .formatted(name));
    }
    try {
      engine.registry().reserve(name, container.id());
    } catch (ApiException.Conflict e) {
      throw new ApiException.Conflict(NO_NAME + e.getMessage());
    }
    container
        .turn()
        .take(
            () -> {
              engine.table().rename(container.id(), name);
              container.rename(name);
              engine.networks().renamed(engine.facts(container));
              return name;
            });
    engine.registry().release(before, container.id());
    ContainerEvents.publish(engine.events(), container, "rename", Map.of("oldName", "/" + before));
  }

  private static void requireRunning(Container container) {
    if (!container.state().isRunning()) {
      throw new ApiException.Conflict("container " + container.id() + " is not running");
    }
  }

  private static void translate(Container container, String what, Runnable call) {
    try {
      call.run();
    } catch (StatusRuntimeException e) {
      if (GrpcErrors.isNotFound(e)) {
        throw new ApiException.Conflict("container " + container.id() + " is not running");
      }
      throw new ApiException.Internal(
          what + " container " + container.id() + ": " + GrpcErrors.text(e), e);
    }
  }
}
