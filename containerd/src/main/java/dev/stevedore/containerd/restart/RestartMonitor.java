package dev.stevedore.containerd.restart;

import dev.stevedore.containerd.containers.ContainerStore;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.server.LocalCall;
import dev.stevedore.containerd.server.RequestContext;
import dev.stevedore.containerd.tasks.TasksService;
import dev.stevedore.lib.containerdapi.containers.Container;
import dev.stevedore.lib.containerdapi.task.Process;
import dev.stevedore.lib.containerdapi.task.Status;
import dev.stevedore.lib.containerdapi.tasks.GetRequest;
import dev.stevedore.lib.containerdapi.tasks.GetResponse;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks from time to time how the containers are whose labels say how they should be, and sets
 * right what is not, see {@link RestartLabels}. Each is seen to on a thread of its own, so that one
 * that hangs delays no other.
 */
public final class RestartMonitor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RestartMonitor.class);

  private final ContainerStore containers;
  private final TasksService tasks;
  private final Restart restart;
  private final Duration interval;
  private final Set<Map.Entry<String, String>> busy = ConcurrentHashMap.newKeySet();
  private final Thread thread;

  private RestartMonitor(
      ContainerStore containers, TasksService tasks, Restart restart, Duration interval) {
    this.containers = containers;
    this.tasks = tasks;
    this.restart = restart;
    this.interval = interval;
    this.thread = Thread.ofVirtual().name("restart-monitor").unstarted(this::run);
  }

  /** Looks at once, and then at intervals. */
  public static RestartMonitor start(
      ContainerStore containers, TasksService tasks, Restart restart, Duration interval) {
    RestartMonitor monitor = new RestartMonitor(containers, tasks, restart, interval);
    monitor.thread.start();
    return monitor;
  }

  private void run() {
    try {
      while (true) {
        try {
          look();
        } catch (RuntimeException e) {
          LOG.error("looking for containers to restart", e);
        }
        Thread.sleep(interval);
      }
    } catch (InterruptedException e) {
      LOG.debug("no more containers are restarted");
    }
  }

  private void look() {
    for (var entry : containers.mentioning(RestartLabels.STATUS)) {
      if (busy.add(entry)) {
        Thread.ofVirtual()
            .name("restart " + entry.getValue())
            .start(
                () -> {
                  try {
                    RequestContext.inNamespace(entry.getKey())
                        .run(() -> see(entry.getKey(), entry.getValue()));
                  } finally {
                    busy.remove(entry);
                  }
                });
      }
    }
  }

  private void see(String namespace, String id) {
    try {
      Optional<Container> container = containers.find(namespace, id);
      if (container.isPresent()) {
        set(container.get());
      }
    } catch (IllegalArgumentException | StatusRuntimeException | Failure | IOException e) {
      LOG.error("restarting {}/{}: {}", namespace, id, e.getMessage());
    }
  }

  private void set(Container container) throws IOException {
    RestartLabels labels = new RestartLabels(container.getLabelsMap());
    Optional<Process> task = task(container.getId());
    Optional<Status> status = task.map(Process::getStatus);
    switch (labels.deed(status, task.map(Process::getExitStatus).orElse(0))) {
      case NOTHING -> {}
      case STOP -> restart.stop(container.getId());
      case START -> {
        LOG.info(
            "restarting {}: its task is {}",
            container.getId(),
            status.map(Status::name).orElse("gone"));
        restart.start(container, labels);
      }
    }
  }

  private Optional<Process> task(String id) {
    try {
      GetRequest request = GetRequest.newBuilder().setContainerId(id).build();
      return Optional.of(LocalCall.<GetResponse>answer(it -> tasks.get(request, it)).getProcess());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == io.grpc.Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
