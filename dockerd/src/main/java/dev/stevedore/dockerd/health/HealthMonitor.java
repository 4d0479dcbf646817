package dev.stevedore.dockerd.health;

import dev.stevedore.dockerd.container.Container;
import dev.stevedore.dockerd.container.EngineParts;
import dev.stevedore.dockerd.container.Health;
import dev.stevedore.dockerd.container.config.HealthCheck;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Watches one container during one of its runs. */
final class HealthMonitor {
  private final EngineParts engine;
  private final CheckRunner runner;
  private final Container container;
  private final HealthCheck rules;
  private final Instant run;
  private final String left;
  private final Thread thread;
  private boolean stopped;

  /** A monitor of a container that was just started, or that an earlier daemon watched. */
  HealthMonitor(EngineParts engine, CheckRunner runner, Container container, HealthCheck rules) {
    this.engine = engine;
    this.runner = runner;
    this.container = container;
    this.rules = rules;
    this.run = container.state().startedAt();
    Health before = container.health().orElse(Health.UNKNOWN);
    this.left = before.running();
    engine.save(container, before.run().equals(run) ? before.checking("") : before.begun(run));
    this.thread = Thread.ofVirtual().name("health " + container.id()).unstarted(this::watch);
  }

  /** When the container was started that this watches. */
  Instant run() {
    return run;
  }

  void start() {
    thread.start();
  }

  /** Ends the watch. A check that runs is killed, and what it says is not heard. */
  synchronized void stop() {
    stopped = true;
    thread.interrupt();
  }

  private void watch() {
    try {
      if (!left.isEmpty()) {
        runner.removeLeft(left);
      }
      while (true) {
        Thread.sleep(health().pause(rules, Instant.now()));
        Health.Check check = runner.run(process -> change(health -> health.checking(process)));
        change(health -> health.after(check, rules));
      }
    } catch (InterruptedException e) {
      // It was stopped, which is what interrupts this thread.
      Thread.currentThread().interrupt();
    }
  }

  private Health health() {
    return container.health().orElse(Health.UNKNOWN);
  }

  private synchronized void change(UnaryOperator<Health> change) {
    if (stopped) {
      return;
    }
    Health before = health();
    Health after = change.apply(before);
    engine.save(container, after);
    if (before.status() != after.status()) {
      engine.publish(container, "health_status: " + after.status().label(), Map.of());
    }
  }
}
