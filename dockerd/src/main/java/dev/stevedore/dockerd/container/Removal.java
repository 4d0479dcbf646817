package dev.stevedore.dockerd.container;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.containerd.GrpcErrors;
import dev.stevedore.dockerd.store.StoreException;
import dev.stevedore.lib.linux.Trees;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code docker rm}.
 *
 * <pre>
 * row (REMOVING) ▶ task ▶ networks ▶ containerd's container ▶ layer ▶ files ▶ no row ▶ event
 * </pre>
 *
 * Each step is done or leaves the row, so that the next daemon goes on with it. A container that
 * removes itself is gone for its users once the row says so; its files go afterwards.
 */
public final class Removal {
  private static final Logger LOG = LoggerFactory.getLogger(Removal.class);

  private final EngineParts engine;
  private final ContainerMounts mounts;

  /** One party for this object, and one for each retired container. */
  private final Phaser cleaning = new Phaser(1);

  /** Removes containers of an engine. */
  public Removal(EngineParts engine) {
    this.engine = engine;
    this.mounts = new ContainerMounts(engine);
  }

  /**
   * Removes a container that does not run; call it in the container's turn.
   *
   * @param volumes whether its anonymous volumes go too
   */
  void remove(Container container, boolean volumes) {
    container.turn().require();
    State before = container.state();
    if (before.status() == State.Status.REMOVING) {
      throw new ApiException.Conflict(
          "removal of container " + container.id() + " is already in progress");
    }
    engine.save(container, before.with(State.Status.REMOVING));
    try {
      release(container, volumes);
      engine.table().delete(container.id());
    } catch (IOException | RuntimeException e) {
      engine.save(container, before.with(State.Status.DEAD));
      throw failure(container, e);
    }
    announce(container);
  }

  private static ApiException failure(Container container, Exception e) {
    String why = e instanceof StatusRuntimeException s ? GrpcErrors.text(s) : e.toString();
    return new ApiException.Internal(
        "container " + container.id() + ": driver \"overlayfs\" failed to remove it: " + why, e);
  }

  /** For its users the container is gone. */
  private void announce(Container container) {
    int exitCode = container.state().exitCode();
    engine.registry().remove(container);
    container.output().end();
    container.input().end();
    ContainerEvents.publish(engine.events(), container, "destroy");
    container.waits().removed(new Waits.Result(exitCode, ""));
  }

  /**
   * Takes a stopped container away from its users at once, its name included; call it in the
   * container's turn, and {@link #cleanUp} afterwards.
   */
  void retire(Container container) {
    container.turn().require();
    cleaning.register();
    giveNameBack(container);
    engine.save(container, container.state().with(State.Status.REMOVING));
    try {
      mounts.release(container, true);
    } catch (IOException | ApiException e) {
      LOG.error("container {}: its volumes: {}", container.id(), e.getMessage());
    }
    engine.registry().depart(container);
    announce(container);
  }

  private void giveNameBack(Container container) {
    try {
      engine.table().rename(container.id(), container.id());
    } catch (StoreException e) {
      LOG.error("container {}: {}", container.id(), e.getMessage()); // a full disk
    }
  }

  /** Removes what is left of a retired container. If that fails, it is shown again, as dead. */
  void cleanUp(Container container) throws InterruptedException {
    try {
      container
          .turn()
          .take(
              () -> {
                cleanUpNow(container);
                return container;
              });
    } finally {
      cleaning.arriveAndDeregister();
    }
  }

  private void cleanUpNow(Container container) {
    try {
      release(container, true);
      engine.table().delete(container.id());
    } catch (IOException | RuntimeException e) {
      LOG.error("{}", failure(container, e).getMessage());
      engine.save(container, container.state().with(State.Status.DEAD));
      container.rename(container.id());
      engine.registry().add(container);
    }
  }

  /** Waits until all retired containers are cleaned up, or the time is over. */
  public void awaitCleaning(Duration limit) throws InterruptedException {
    int phase = cleaning.arrive();
    try {
      cleaning.awaitAdvanceInterruptibly(phase, limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("some removed containers are not cleaned up; the next start goes on with it");
    }
  }

  private void release(Container container, boolean volumes) throws IOException {
    String id = container.id();
    container.pipes().ifPresent(pipes -> pipes.close());
    if (!container.isTaskless()) {
      engine.tasks().delete(id); // that failed at its end, or an earlier daemon made it
    }
    engine.networks().forget(id);
    engine.tasks().deleteContainer(id);
    engine.snapshots().remove(id);
    Trees.delete(engine.places().fifos(id));
    Trees.delete(engine.places().container(id));
    mounts.release(container, volumes);
  }

  /** Undoes a creation that failed, or was cut off; says what cannot be undone in the log only. */
  void undo(Container container) {
    try {
      release(container, true);
      engine.table().delete(container.id());
    } catch (IOException | RuntimeException e) {
      LOG.warn("container {}: cannot undo its creation: {}", container.id(), e.toString());
    }
  }
}
