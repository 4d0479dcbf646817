package dev.stevedore.dockerd.container;

import dev.stevedore.dockerd.containerd.SnapshotService;
import dev.stevedore.dockerd.containerd.TaskService;
import dev.stevedore.dockerd.events.Events;
import dev.stevedore.dockerd.image.ImageStore;
import dev.stevedore.dockerd.spec.SpecGenerator;
import dev.stevedore.dockerd.spec.UserDatabase;
import dev.stevedore.dockerd.store.ContainerTable;
import dev.stevedore.lib.containerdapi.types.Mount;
import dev.stevedore.lib.linux.fifo.FifoPoller;
import java.io.IOException;
import java.util.List;
import java.util.Map;

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
    Events events,
    FifoPoller poller) {

  /** Publishes what happened to a container. */
  public void publish(Container container, String action, Map<String, String> attributes) {
    ContainerEvents.publish(events, container, action, attributes);
  }

  /** The users of a container's file system, as they are now. */
  public UserDatabase users(Container container) throws IOException {
    List<Mount> rootfs = container.rootfs();
    return RootfsUsers.read(rootfs.isEmpty() ? snapshots.mounts(container.id()) : rootfs);
  }

  /** Writes a container's state down, and makes it the one that all see. */
  void save(Container container, State state) {
    table.state(container.id(), Records.write(state));
    container.become(state);
  }
}
