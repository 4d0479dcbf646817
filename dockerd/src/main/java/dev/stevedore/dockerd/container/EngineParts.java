package dev.stevedore.dockerd.container;

import dev.stevedore.dockerd.containerd.SnapshotService;
import dev.stevedore.dockerd.containerd.TaskService;
import dev.stevedore.dockerd.events.Events;
import dev.stevedore.dockerd.image.ImageStore;
import dev.stevedore.dockerd.network.ContainerNetworks;
import dev.stevedore.dockerd.network.model.ContainerFacts;
import dev.stevedore.dockerd.spec.SpecGenerator;
import dev.stevedore.dockerd.spec.UserDatabase;
import dev.stevedore.dockerd.store.ContainerTable;
import dev.stevedore.dockerd.store.StoreException;
import dev.stevedore.dockerd.volume.Volumes;
import dev.stevedore.lib.containerdapi.types.Mount;
import dev.stevedore.lib.linux.fifo.FifoPoller;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the parts of the container engine share. */
public record EngineParts(
    Places places,
    ContainerTable table,
    ContainerRegistry registry,
    TaskService tasks,
    SnapshotService snapshots,
    ImageStore images,
    Runtimes runtimes,
    SpecGenerator specs,
    ContainerNetworks networks,
    Volumes volumes,
    Events events,
    StateListeners listeners,
    FifoPoller poller) {
  private static final Logger LOG = LoggerFactory.getLogger(EngineParts.class);

  /** Publishes what happened to a container. */
  public void publish(Container container, String action, Map<String, String> attributes) {
    ContainerEvents.publish(events, container, action, attributes);
  }

  /** What networks have to know of a container. */
  public ContainerFacts facts(Container container) {
    return facts(container.definition(), container.name());
  }

  /** What networks have to know of a container that is defined so. */
  ContainerFacts facts(Definition definition, String name) {
    return ContainerFacts.of(
        definition.id(),
        name,
        definition.config().json(),
        definition.host().json(),
        Optional.of(places.container(definition.id()).resolve("hosts")));
  }

  /** The users of a container's file system, as they are now. */
  public UserDatabase users(Container container) throws IOException {
    List<Mount> rootfs = container.rootfs();
    return RootfsUsers.read(rootfs.isEmpty() ? snapshots.mounts(container.id()) : rootfs);
  }

  /**
   * Writes a container's state down, and makes it the one that all see. On a full disk it is only
   * seen: a container must stop there too, and a daemon that finds the old row asks containerd.
   */
  void save(Container container, State state) {
    note(container, state);
    container.become(state);
    listeners.changed(container);
  }

  /** Writes down how well a container is, and makes it what all see. */
  public void save(Container container, Health health) {
    container.become(health);
    try {
      table.health(container.id(), Records.write(health));
    } catch (StoreException e) {
      LOG.error("container {}: its health is not written down: {}", container.id(), e.getMessage());
    }
  }

  /**
   * Writes down what a container is from now on, and makes it what all see.
   *
   * @throws StoreException if it cannot be written; the container is then what it was
   */
  void define(Container container, Definition definition) {
    table.define(container.id(), Records.write(definition));
    container.define(definition);
  }

  /** Writes a state down that only a daemon started after a crash shall see. */
  void note(Container container, State state) {
    try {
      table.state(container.id(), Records.write(state));
    } catch (StoreException e) {
      LOG.error(
          "container {}: its state {} is not written down: {}",
          container.id(),
          state.status(),
          e.getMessage());
    }
  }
}
