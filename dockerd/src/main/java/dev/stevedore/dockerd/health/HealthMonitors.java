package dev.stevedore.dockerd.health;

import dev.stevedore.dockerd.container.Container;
import dev.stevedore.dockerd.container.EngineParts;
import dev.stevedore.dockerd.container.Health;
import dev.stevedore.dockerd.container.State;
import dev.stevedore.dockerd.container.config.HealthCheck;
import dev.stevedore.dockerd.exec.ExecService;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Has each container with a health check watched while it runs. */
public final class HealthMonitors {
  private final EngineParts engine;
  private final ExecService execs;
  private final Map<String, HealthMonitor> monitors = new ConcurrentHashMap<>();

  /** Watches the containers of an engine, from their next change on. */
  public HealthMonitors(EngineParts engine, ExecService execs) {
    this.engine = engine;
    this.execs = execs;
    engine.listeners().add(this::changed);
  }

  /** In the container's turn: no two calls for one container at a time. */
  private void changed(Container container) {
    Optional<HealthCheck> check = container.definition().config().healthCheck();
    if (check.isEmpty()) {
      return;
    }
    State state = container.state();
    HealthMonitor current = monitors.get(container.id());
    if (state.status() != State.Status.RUNNING) {
      if (current != null) {
        current.stop();
        monitors.remove(container.id());
      }
      // Also if nobody watched: it may have ended while the daemon was away.
      container
          .health()
          .filter(health -> health.status() != Health.Status.UNHEALTHY)
          .ifPresent(health -> engine.save(container, health.stopped()));
    } else if (current == null || !current.run().equals(state.startedAt())) {
      if (current != null) {
        current.stop();
      }
      HealthMonitor monitor =
          new HealthMonitor(
              engine,
              new CheckRunner(engine, execs, container, check.get()),
              container,
              check.get());
      monitors.put(container.id(), monitor);
      monitor.start();
    }
  }
}
