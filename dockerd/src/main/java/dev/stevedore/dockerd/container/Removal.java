package dev.stevedore.dockerd.container;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.containerd.GrpcErrors;
import dev.stevedore.dockerd.spec.MountPoint;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code docker rm}.
 *
 * <pre>
 * row (REMOVING) ▶ task ▶ containerd's container ▶ layer ▶ files ▶ no row ▶ event
 * </pre>
 *
 * Each step is done or leaves the row, so that the next daemon goes on with it.
 */
public final class Removal {
  private static final Logger LOG = LoggerFactory.getLogger(Removal.class);

  private final EngineParts engine;

  /** Removes containers of an engine. */
  public Removal(EngineParts engine) {
    this.engine = engine;
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
      String why = e instanceof StatusRuntimeException s ? GrpcErrors.text(s) : e.toString();
      throw new ApiException.Internal(
          "container " + container.id() + ": driver \"overlayfs\" failed to remove it: " + why, e);
    }
    engine.registry().remove(container);
    container.output().end();
    container.input().end();
    ContainerEvents.publish(
        engine.events(),
        container,
        "destroy",
        Map.of("exitCode", Integer.toString(before.exitCode())));
    container.waits().removed(new Waits.Result(before.exitCode(), ""));
  }

  private void release(Container container, boolean volumes) throws IOException {
    String id = container.id();
    container.pipes().ifPresent(pipes -> pipes.close());
    engine.tasks().deleteContainer(id);
    engine.snapshots().remove(id);
    Places.delete(engine.places().fifos(id));
    Places.delete(engine.places().container(id));
    if (volumes) {
      for (MountPoint mount : container.definition().mounts()) {
        Path data = Path.of(mount.source());
        Path directory = Optional.ofNullable(data.getParent()).orElse(data);
        if (mount.kind() == MountPoint.Kind.VOLUME) {
          Places.delete(directory);
        }
      }
    }
  }

  /** Undoes a creation that failed, or was cut off; says what cannot be undone in the log only. */
  void undo(Container container) {
    try {
      engine.tasks().delete(container.id());
      release(container, true);
      engine.table().delete(container.id());
    } catch (IOException | RuntimeException e) {
      LOG.warn("container {}: cannot undo its creation: {}", container.id(), e.toString());
    }
  }
}
