package dev.stevedore.dockerd;

import dev.stevedore.dockerd.container.Container;
import dev.stevedore.dockerd.container.EngineParts;
import dev.stevedore.dockerd.container.Lifecycle;
import dev.stevedore.dockerd.container.Reconciler;
import dev.stevedore.dockerd.containerd.TaskEvents;
import dev.stevedore.dockerd.containerd.TaskService;
import dev.stevedore.dockerd.exec.ExecService;

/**
 * Takes each event of containerd to the part that it concerns, on a thread of its own: one slow
 * container does not hold up the events of others.
 */
final class EventHandler implements TaskEvents.Listener {
  private final EngineParts engine;
  private final Lifecycle lifecycle;
  private final ExecService execs;
  private final Reconciler reconciler;

  EventHandler(EngineParts engine, Lifecycle lifecycle, ExecService execs, Reconciler reconciler) {
    this.engine = engine;
    this.lifecycle = lifecycle;
    this.execs = execs;
    this.reconciler = reconciler;
  }

  @Override
  public void exited(String containerId, String process, int pid, TaskService.Exit exit) {
    if (!process.equals(containerId)) {
      start("exec exit", () -> execs.exited(process, exit.status()));
      return;
    }
    engine
        .registry()
        .byId(containerId)
        .ifPresent(container -> start("exit", () -> containerExited(container, pid, exit)));
  }

  private void containerExited(Container container, int pid, TaskService.Exit exit) {
    lifecycle.exited(container, pid, exit);
    if (!container.state().isRunning()) {
      execs.containerExited(container);
    }
  }

  @Override
  public void outOfMemory(String containerId) {
    engine
        .registry()
        .byId(containerId)
        .ifPresent(container -> start("oom", () -> lifecycle.outOfMemory(container)));
  }

  @Override
  public void resync() {
    reconciler.resync();
    execs.resync();
  }

  private static void start(String what, Runnable action) {
    Thread.ofVirtual().name(what).start(action);
  }
}
