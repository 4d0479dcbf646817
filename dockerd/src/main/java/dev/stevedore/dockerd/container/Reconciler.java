package dev.stevedore.dockerd.container;

import dev.stevedore.dockerd.container.io.ProcessPipes;
import dev.stevedore.dockerd.containerd.GrpcErrors;
import dev.stevedore.dockerd.containerd.TaskService;
import dev.stevedore.dockerd.network.model.ContainerFacts;
import dev.stevedore.dockerd.store.ContainerTable;
import dev.stevedore.lib.containerdapi.task.Process;
import dev.stevedore.lib.containerdapi.task.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what this daemon remembers and what containerd runs together: when the daemon starts, and
 * after containerd was away.
 *
 * <pre>
 * remembered   containerd      what is done
 * RUNNING      running         its FIFOs are opened again
 * RUNNING      stopped, none   it has ended: as the task tells, as noted, or 255
 * CREATED …    running         a start was cut off: it runs
 * CREATED …    created         a start was cut off: its task is removed
 * CREATING     any             a creation was cut off: undone
 * REMOVING     any             a removal was cut off: done
 * nothing      container       of this data root: removed
 * </pre>
 */
public final class Reconciler {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  /** How a process ended that nobody saw end. */
  private static final int UNKNOWN_EXIT = 255;

  private final EngineParts engine;
  private final Lifecycle lifecycle;
  private final Removal removal;
  private final List<Container> wanted = new ArrayList<>();
  private final ContainerMounts mounts;

  /** Reconciles an engine. */
  public Reconciler(EngineParts engine, Lifecycle lifecycle, Removal removal) {
    this.engine = engine;
    this.lifecycle = lifecycle;
    this.removal = removal;
    this.mounts = new ContainerMounts(engine);
  }

  /** Finds what an earlier daemon left; call it once, before requests are served. */
  public void restore() throws InterruptedException {
    Map<String, Process> tasks = tasks();
    List<ContainerTable.Row> rows = engine.table().all();
    networks(rows, tasks);
    for (ContainerTable.Row row : rows) {
      Definition definition = Records.definition(row.id(), row.definition());
      Container container =
          new Container(
              definition, row.name(), Records.state(row.state()), Creation.log(engine, definition));
      engine.table().health(row.id()).map(Records::health).ifPresent(container::become);
      engine.registry().tryReserve(row.name(), row.id());
      if (container.state().status() == State.Status.CREATING) {
        LOG.warn("container {}: its creation was cut off; undone", row.id());
        removal.undo(container);
        engine.registry().release(row.name(), row.id());
        continue;
      }
      engine.registry().add(container);
      boolean running = container.state().isRunning() || tasks.containsKey(row.id());
      mounts.acquireAgain(container, running);
      restore(container, Optional.ofNullable(tasks.get(row.id())));
    }
    removeStrangers();
    releaseMounts();
    new PolicyStarts(wanted, lifecycle).run();
    LOG.info("{} containers found", engine.registry().all().size());
  }

  /** What an earlier daemon mounted and no container uses. */
  private void releaseMounts() {
    engine.volumes().unmountUnused();
    Set<String> running = new HashSet<>();
    for (Container container : engine.registry().all()) {
      if (container.state().isRunning()) {
        running.add(container.id());
      }
    }
    try {
      MountSources.unpinAll(engine.places().pins());
      new SharedMemory(engine).releaseAllBut(running);
    } catch (IOException e) {
      LOG.error("{}", e.getMessage());
    }
  }

  /** First of all, before anything is started or stopped that has networks. */
  private void networks(List<ContainerTable.Row> rows, Map<String, Process> tasks) {
    List<ContainerFacts> all = new ArrayList<>();
    Set<String> running = new HashSet<>();
    for (ContainerTable.Row row : rows) {
      all.add(engine.facts(Records.definition(row.id(), row.definition()), row.name()));
      Process task = tasks.get(row.id());
      if (task != null && isAlive(task.getStatus())) {
        running.add(row.id());
      }
    }
    engine.networks().reconcile(all, running);
  }

  private void restore(Container container, Optional<Process> task) throws InterruptedException {
    State state = container.state();
    boolean alive = task.isPresent() && isAlive(task.get().getStatus());
    if (state.status() == State.Status.REMOVING || state.status() == State.Status.DEAD) {
      finishRemoval(container, alive);
      return;
    }
    if (alive) {
      adopt(container, task.get());
    } else if (state.isRunning()) {
      connectLeftPipes(container);
      lifecycle.exited(container, 0, exit(state, task));
    } else if (task.isPresent()) {
      deleteTask(container.id());
    }
    policy(container);
  }

  private static boolean isAlive(Status status) {
    return status == Status.RUNNING || status == Status.PAUSED || status == Status.PAUSING;
  }

  /** As the task tells; as was noted before its task was removed; or unknown. */
  private static TaskService.Exit exit(State state, Optional<Process> task) {
    if (task.isPresent()) {
      Process ended = task.get();
      return new TaskService.Exit(ended.getExitStatus(), TaskService.instant(ended.getExitedAt()));
    }
    return state.endIsKnown()
        ? new TaskService.Exit(state.exitCode(), state.finishedAt())
        : new TaskService.Exit(UNKNOWN_EXIT, Instant.now());
  }

  private void policy(Container container) {
    State state = container.state();
    if (state.isRunning() || engine.registry().byId(container.id()).isEmpty()) {
      return;
    }
    boolean everStarted = !state.startedAt().equals(State.NEVER);
    if (container.definition().host().autoRemove() && everStarted) {
      lifecycle.autoRemove(container);
    } else if (everStarted
        && (state.status() == State.Status.RESTARTING
            || container
                .definition()
                .host()
                .restartPolicy()
                .startsWithDaemon(state.exitCode(), state.restarts(), state.stoppedByHand()))) {
      wanted.add(container);
    }
  }

  private void finishRemoval(Container container, boolean alive) throws InterruptedException {
    container
        .turn()
        .take(
            () -> {
              if (alive) {
                engine.tasks().kill(container.id(), "", Signals.SIGKILL);
              }
              container.become(container.state().with(State.Status.EXITED));
              try {
                removal.remove(container, container.definition().host().autoRemove());
              } catch (RuntimeException e) {
                LOG.error("{}", e.getMessage());
              }
              return container;
            });
  }

  /** A container that runs: its output goes on. */
  private void adopt(Container container, Process task) throws InterruptedException {
    container
        .turn()
        .take(
            () -> {
              State state = container.state();
              connectLeftPipes(container);
              boolean paused = task.getStatus() != Status.RUNNING;
              State.Status status = paused ? State.Status.PAUSED : State.Status.RUNNING;
              if (!state.isRunning()) {
                state = state.started(task.getPid(), Instant.now());
              }
              engine.save(container, state.with(status));
              return container;
            });
  }

  /** Opens the FIFOs of an earlier daemon; what is still in them goes to the log. */
  private void connectLeftPipes(Container container) throws InterruptedException {
    container
        .turn()
        .take(
            () -> {
              ProcessPipes pipes =
                  new ProcessPipes(
                      engine.places().fifos(container.id()),
                      "init",
                      container.definition().config().openStdin(),
                      container.definition().config().tty(),
                      engine.poller());
              try {
                container.log().opened();
                pipes.open(container.output(), Optional.of(container.log()));
                pipes.connect(
                    container.input(), () -> engine.tasks().closeStdin(container.id(), ""));
                container.connect(Optional.of(pipes));
              } catch (IOException e) {
                LOG.error("container {}: its output is lost: {}", container.id(), e.toString());
              }
              return container;
            });
  }

  /** Containers of this data root that nobody remembers: their creation was cut off very early. */
  private void removeStrangers() {
    for (String id : engine.tasks().containers()) {
      if (engine.registry().byId(id).isEmpty()) {
        LOG.warn("container {} of containerd is not known here; removed", id);
        try {
          engine.tasks().kill(id, "", Signals.SIGKILL);
          deleteTask(id);
          engine.tasks().deleteContainer(id);
          engine.snapshots().remove(id);
        } catch (StatusRuntimeException e) {
          LOG.warn("container {}: {}", id, GrpcErrors.text(e));
        }
      }
    }
  }

  private void deleteTask(String id) {
    try {
      engine.tasks().delete(id);
    } catch (StatusRuntimeException e) {
      LOG.warn("container {}: delete of its task: {}", id, GrpcErrors.text(e));
    }
  }

  /**
   * Looks for ends that were missed while containerd was away, and goes on with removals that
   * failed for that.
   */
  public void resync() {
    Map<String, Process> tasks;
    try {
      tasks = tasks();
    } catch (StatusRuntimeException e) {
      LOG.warn("cannot compare with containerd: {}", GrpcErrors.text(e));
      return;
    }
    for (Container container : engine.registry().all()) {
      State state = container.state();
      Optional<Process> task = Optional.ofNullable(tasks.get(container.id()));
      boolean alive = task.isPresent() && isAlive(task.get().getStatus());
      if (state.isRunning() && !alive) {
        missed(container, state);
      } else if (state.status() == State.Status.DEAD) {
        try {
          finishRemoval(container, alive);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  /** Asks once more: the container may have been started after the tasks were listed. */
  private void missed(Container container, State state) {
    try {
      Optional<Process> task = engine.tasks().get(container.id(), "");
      if (task.isEmpty() || !isAlive(task.get().getStatus())) {
        lifecycle.exited(container, state.pid(), exit(state, task));
      }
    } catch (StatusRuntimeException e) {
      LOG.warn("container {}: {}", container.id(), GrpcErrors.text(e));
    }
  }

  private Map<String, Process> tasks() {
    Map<String, Process> tasks = new HashMap<>();
    for (Process process : engine.tasks().list()) {
      // Some versions name the task by its id, some by its container.
      tasks.put(
          process.getContainerId().isEmpty() ? process.getId() : process.getContainerId(), process);
    }
    return tasks;
  }
}
