package dev.stevedore.tests.harness.stack;

import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.process.Reaper;
import dev.stevedore.tests.harness.process.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A daemon of a test: started, killed and started again, its output in one log file. */
public final class Service implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final String name;
  private final List<String> argv;
  private final Map<String, String> env;
  private final Path log;
  private final BooleanSupplier ready;
  private @Nullable Process process;

  /**
   * A daemon that does not run yet.
   *
   * @param ready whether it answers; asked again and again after each start
   */
  public Service(
      String name, List<String> argv, Map<String, String> env, Path log, BooleanSupplier ready) {
    this.name = name;
    this.argv = List.copyOf(argv);
    this.env = Map.copyOf(env);
    this.log = log;
    this.ready = ready;
  }

  /** Starts it and waits until it answers. */
  public void start() {
    launch();
    Instant limit = Instant.now().plus(START_LIMIT);
    while (!ready.getAsBoolean()) {
      if (!isAlive()) {
        throw new AssertionError(name + " ended at its start:\n" + log());
      }
      if (Instant.now().isAfter(limit)) {
        kill9();
        throw new AssertionError(
            name + " does not answer " + START_LIMIT.toSeconds() + " s after its start:\n" + log());
      }
      Pause.millis(20);
    }
  }

  /** Starts it without waiting. */
  public void launch() {
    if (isAlive()) {
      throw new IllegalStateException(name + " already runs");
    }
    ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
    builder.environment().putAll(env);
    try {
      process = Reaper.start(builder);
    } catch (IOException e) {
      throw new AssertionError("cannot start " + argv + ": " + e.getMessage(), e);
    }
  }

  /** Whether its process runs. */
  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Its process id. */
  public long pid() {
    return running().pid();
  }

  /** Sends a signal, by name without SIG. */
  public void signal(String signal) {
    Signals.send(pid(), signal);
  }

  /** Kills it as a power cut would: no handler runs. */
  public void kill9() {
    signal("KILL");
    awaitExit(Duration.ofSeconds(5));
  }

  /** Asks it to end with SIGTERM; fails if it does not within 30 s. Gives its exit code. */
  public int stop() {
    signal("TERM");
    return awaitExit(STOP_LIMIT);
  }

  /** Waits for its end and gives the exit code. */
  public int awaitExit(Duration limit) {
    Process ending = running();
    try {
      if (!ending.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(name + " still runs " + limit.toSeconds() + " s later:\n" + log());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + name, e);
    }
    return ending.exitValue();
  }

  /** What it wrote, from all its starts. */
  public String log() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process running() {
    if (process == null) {
      throw new IllegalStateException(name + " was not started");
    }
    return process;
  }

  /** Stops it if it runs; kills it if it does not stop, which fails the test. */
  @Override
  public void close() {
    if (!isAlive()) {
      return;
    }
    try {
      stop();
    } finally {
      if (isAlive()) {
        kill9();
      }
    }
  }
}
