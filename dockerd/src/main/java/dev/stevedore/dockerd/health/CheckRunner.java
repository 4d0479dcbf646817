package dev.stevedore.dockerd.health;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.container.Container;
import dev.stevedore.dockerd.container.EngineParts;
import dev.stevedore.dockerd.container.Health;
import dev.stevedore.dockerd.container.Signals;
import dev.stevedore.dockerd.container.config.HealthCheck;
import dev.stevedore.dockerd.container.io.OutputClient;
import dev.stevedore.dockerd.container.io.ProcessPipes;
import dev.stevedore.dockerd.containerd.GrpcErrors;
import dev.stevedore.dockerd.exec.Exec;
import dev.stevedore.dockerd.exec.ExecConfig;
import dev.stevedore.dockerd.exec.ExecService;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the command of a container's health check in it, as an exec; one at a time.
 *
 * <pre>
 *   exec created ▶ started (30 s at most) ▶ its output is read ▶ ended, or killed after its timeout
 * </pre>
 */
final class CheckRunner {
  private static final Logger LOG = LoggerFactory.getLogger(CheckRunner.class);
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  /** What a killed process may take to be gone. */
  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

  private static final int FAILED = -1;

  private final EngineParts engine;
  private final ExecService execs;
  private final Container container;
  private final HealthCheck rules;
  private Optional<Exec> unkillable = Optional.empty();

  CheckRunner(EngineParts engine, ExecService execs, Container container, HealthCheck rules) {
    this.engine = engine;
    this.execs = execs;
    this.container = container;
    this.rules = rules;
  }

  /**
   * Makes a check.
   *
   * @param announce is told the process's id before it is started
   * @throws InterruptedException if the caller was interrupted; the process is killed then
   */
  Health.Check run(Consumer<String> announce) throws InterruptedException {
    Instant start = Instant.now();
    if (unkillable.filter(exec -> !exec.ending().isDone()).isPresent()) {
      return failed(start, "the health check before this one cannot be killed");
    }
    Exec exec;
    try {
      exec = execs.create(container, config());
    } catch (ApiException e) {
      return failed(start, String.valueOf(e.getMessage()));
    }
    announce.accept(exec.id());
    try {
      return run(exec, start);
    } finally {
      execs.forget(exec);
    }
  }

  private Health.Check run(Exec exec, Instant start) throws InterruptedException {
    CheckOutput output = new CheckOutput();
    boolean ended = false;
    try (OutputClient client = exec.output().attach()) {
      Thread reader = Thread.ofVirtual().name("health output").start(() -> output.read(client));
      start(exec);
      int code = exec.ending().get(rules.timeout().toNanos(), TimeUnit.NANOSECONDS);
      ended = true;
      reader.join();
      return new Health.Check(start, Instant.now(), code, output.text());
    } catch (ExecutionException e) {
      ended = true;
      String why = String.valueOf(e.getCause() == null ? e : e.getCause().getMessage());
      LOG.warn("Health check for container {} error: {}", container.id(), why);
      return failed(start, why);
    } catch (TimeoutException e) {
      LOG.debug("Health check for container {} taking too long", container.id(), e);
      return failed(
          start,
          exec.pid() == 0
              ? "timed out starting health check for container " + container.id()
              : output.ofTimeout(rules.timeout()));
    } finally {
      if (!ended) {
        kill(exec);
      }
    }
  }

  private static Health.Check failed(Instant start, String why) {
    return new Health.Check(start, Instant.now(), FAILED, why);
  }

  private ExecConfig config() {
    return new ExecConfig(
        rules.command(),
        List.of(),
        container.definition().config().user(),
        container.definition().config().workingDir(),
        false,
        false,
        true,
        true,
        false,
        "",
        Optional.empty());
  }

  /** On another thread: what a stuck shim holds up is not this one. */
  private static CompletableFuture<Void> aside(String what, Action action) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("health " + what)
        .start(
            () -> {
              try {
                action.run();
                done.complete(null);
              } catch (ApiException | StatusRuntimeException e) {
                done.completeExceptionally(e);
              }
            });
    return done;
  }

  private interface Action {
    void run();
  }

  private void start(Exec exec) throws InterruptedException, ExecutionException, TimeoutException {
    aside(
            "start",
            () -> {
              execs.claim(exec);
              execs.start(exec, Optional.empty());
            })
        .get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Kills; waits a while, unless the caller was interrupted, so that checks do not pile up. */
  private void kill(Exec exec) throws InterruptedException {
    CompletableFuture<Void> killed =
        aside("kill", () -> engine.tasks().kill(container.id(), exec.id(), Signals.SIGKILL));
    if (Thread.currentThread().isInterrupted()) {
      return;
    }
    try {
      killed.get(KILL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      exec.ending().get(KILL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("container {}: its health check cannot be killed", container.id(), e);
      unkillable = Optional.of(exec);
    }
  }

  /** Removes a check's process that an earlier daemon started and nobody waits for any more. */
  void removeLeft(String process) throws InterruptedException {
    try {
      engine.tasks().kill(container.id(), process, Signals.SIGKILL);
      Thread.sleep(100);
      engine.tasks().deleteProcess(container.id(), process);
    } catch (StatusRuntimeException e) {
      LOG.debug("health check {}: {}", process, GrpcErrors.text(e));
    }
    new ProcessPipes(engine.places().fifos(container.id()), process, false, false, engine.poller())
        .close();
  }
}
