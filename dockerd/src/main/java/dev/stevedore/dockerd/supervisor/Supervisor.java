package dev.stevedore.dockerd.supervisor;

import dev.stevedore.dockerd.config.DaemonConfig;
import dev.stevedore.dockerd.supervisor.HealthCheck.UnhealthyException;
import dev.stevedore.lib.daemon.UnixSockets;
import dev.stevedore.lib.linux.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a containerd of our own running. */
public final class Supervisor {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
  private static final long CHECK_EVERY_MILLIS = 500;
  private static final int MAX_FAILURES = 3;
  private static final long START_MILLIS = 30_000;
  private static final long STOP_MILLIS = 15_000;
  private static final int SIGUSR1 = 10;

  private final ContainerdFiles files;
  private final Path program;
  private final Map<String, String> environment;
  private final String logLevel;
  private volatile @Nullable ContainerdProcess process;
  private @Nullable Thread monitor;
  private volatile boolean stopping;

  /**
   * Finds the program and prepares.
   *
   * @param ownProgram our own program, beside which containerd's is looked for
   * @throws IOException if there is no containerd program
   */
  public Supervisor(DaemonConfig config, Optional<Path> ownProgram, Map<String, String> environment)
      throws IOException {
    this.files = ContainerdFiles.under(config.dataRoot(), config.execRoot());
    this.program =
        ContainerdProgram.find(
            config.containerdBinary(), ownProgram, environment.getOrDefault("PATH", ""));
    this.environment = Map.copyOf(environment);
    this.logLevel = config.logLevel().toString().toLowerCase(Locale.ROOT);
  }

  /** Returns where the containerd serves gRPC. */
  public Path socket() {
    return files.socket();
  }

  /** Starts containerd, or takes over the one that runs, and waits until it listens. */
  public synchronized void start() throws IOException, InterruptedException {
    Files.createDirectories(files.pidfile().getParent());
    Optional<ContainerdProcess> running = ContainerdProcess.find(files);
    if (running.isPresent()) {
      LOG.info("containerd is still running (process {})", running.get().pid());
    }
    ContainerdProcess used = running.isPresent() ? running.get() : launch();
    process = used;
    awaitSocket(used);
  }

  /** Begins to watch its health. */
  public void watch(HealthCheck health) {
    monitor = Thread.ofVirtual().name("containerd-monitor").start(() -> monitor(health));
  }

  private ContainerdProcess launch() throws IOException {
    UnixSockets.removeStale(files.socket());
    UnixSockets.removeStale(files.ttrpcSocket());
    Files.writeString(files.config(), ContainerdToml.text(files, logLevel));
    return ContainerdProcess.start(program, files, environment);
  }

  private void awaitSocket(ContainerdProcess started) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_MILLIS * 1_000_000;
    while (!UnixSockets.isListening(files.socket())) {
      if (!started.isAlive()) {
        throw new IOException(
            "containerd (" + program + ") ended before it listened on " + files.socket());
      }
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "containerd (%s) does not listen on %s, %d s after its start"
                .formatted(program, files.socket(), START_MILLIS / 1000));
      }
      Thread.sleep(10);
    }
  }

  private void monitor(HealthCheck health) {
    int failures = 0;
    try {
      while (!stopping) {
        if (current().awaitEnd(CHECK_EVERY_MILLIS)) {
          LOG.error("containerd (process {}) has gone: {}", current().pid(), current().ending());
          failures = 0;
          restart();
          continue;
        }
        try {
          health.check();
          failures = 0;
        } catch (UnhealthyException e) {
          failures++;
          LOG.warn(
              "containerd is not responding ({} of {}): {}",
              failures,
              MAX_FAILURES,
              e.getMessage());
          if (failures >= MAX_FAILURES) {
            failures = 0;
            restart();
          }
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("containerd's monitor ends");
    }
  }

  private ContainerdProcess current() {
    return Objects.requireNonNull(process, "started before it is watched");
  }

  private synchronized void restart() throws InterruptedException {
    if (stopping) {
      return;
    }
    ContainerdProcess sick = current();
    if (sick.isAlive()) {
      LOG.info("killing and restarting containerd (process {})", sick.pid());
      // containerd and ours both write their stacks on this signal: the only trace of why it hung.
      sick.signal(SIGUSR1);
      Thread.sleep(100);
      sick.signal(Signals.SIGKILL);
      sick.awaitEnd(STOP_MILLIS);
    }
    try {
      ContainerdProcess fresh = launch();
      process = fresh;
      awaitSocket(fresh);
    } catch (IOException e) {
      LOG.error("failed restarting containerd: {}", e.getMessage());
      // One that cannot start would be started again at once, for ever.
      Thread.sleep(CHECK_EVERY_MILLIS);
    }
  }

  /** Stops containerd: asks it, waits 15 s, kills it; and removes its pid file and sockets. */
  public void stop() throws IOException, InterruptedException {
    stopping = true;
    Thread watcher = monitor;
    if (watcher != null) {
      watcher.interrupt();
    }
    synchronized (this) {
      ContainerdProcess last = process;
      if (last != null) {
        last.signal(Signals.SIGTERM);
        if (!last.awaitEnd(STOP_MILLIS)) {
          LOG.warn("containerd didn't stop within {} secs, killing it", STOP_MILLIS / 1000);
          last.signal(Signals.SIGKILL);
          last.awaitEnd(STOP_MILLIS);
        }
        LOG.info("containerd (process {}): {}", last.pid(), last.ending());
      }
      Files.deleteIfExists(files.pidfile());
      Files.deleteIfExists(files.socket());
      Files.deleteIfExists(files.ttrpcSocket());
    }
  }
}
