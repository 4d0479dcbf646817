package dev.stevedore.dockerd.container;

import dev.stevedore.dockerd.containerd.SnapshotService;
import dev.stevedore.dockerd.containerd.TaskService;
import dev.stevedore.dockerd.events.Events;
import dev.stevedore.dockerd.image.ImageStore;
import dev.stevedore.dockerd.spec.SpecGenerator;
import dev.stevedore.dockerd.store.ContainerTable;
import dev.stevedore.lib.linux.fifo.FifoPoller;

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

  /** Writes a container's state down, and makes it the one that all see. */
  void save(Container container, State state) {
    table.state(container.id(), Records.write(state));
    container.become(state);
  }
}
