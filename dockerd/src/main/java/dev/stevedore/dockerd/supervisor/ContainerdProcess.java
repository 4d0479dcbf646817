package dev.stevedore.dockerd.supervisor;

import dev.stevedore.lib.daemon.PidFile;
import dev.stevedore.lib.daemon.SystemdNotify;
import dev.stevedore.lib.linux.Child;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.Signals;
import dev.stevedore.lib.linux.Spawn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running containerd: one that we started, or one that an earlier dockerd started and left
 * behind.
 */
final class ContainerdProcess {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerdProcess.class);

  private final long pid;

  /** Done when our child has been reaped; empty for a process that is not our child. */
  private final Optional<CompletableFuture<Child.Status>> end;

  private ContainerdProcess(long pid, Optional<CompletableFuture<Child.Status>> end) {
    this.pid = pid;
    this.end = end;
  }

  /** Finds the one that the pid file names, if it is alive and is what it should be. */
  static Optional<ContainerdProcess> find(ContainerdFiles files) throws IOException {
    return PidFile.read(files.pidfile())
        .filter(pid -> PidFile.isAlive(pid) && serves(pid, files.config()))
        .map(pid -> new ContainerdProcess(pid, Optional.empty()));
  }

  /** The number in the pid file may have come to mean another process: look at its command line. */
  private static boolean serves(long pid, Path config) {
    try {
      byte[] line = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
      return List.of(new String(line, StandardCharsets.UTF_8).split("\0"))
          .contains(config.toString());
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Starts one. Its output is ours; its session is its own, and our systemd socket is not for it.
   */
  static ContainerdProcess start(
      Path program, ContainerdFiles files, Map<String, String> environment) throws IOException {
    Map<String, String> own = new HashMap<>(environment);
    own.remove(SystemdNotify.VARIABLE);
    long pid = Spawn.inNewSession(program, List.of("--config", files.config().toString()), own);
    CompletableFuture<Child.Status> end = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("containerd-wait").start(() -> reap(pid, end));
    try {
      PidFile.write(files.pidfile(), pid);
    } catch (IOException e) {
      Signals.send(pid, Signals.SIGKILL);
      throw new IOException("failed to save containerd's pid to disk: " + e.getMessage(), e);
    }
    LOG.info("started new containerd process {} ({})", pid, program);
    return new ContainerdProcess(pid, Optional.of(end));
  }

  private static void reap(long pid, CompletableFuture<Child.Status> end) {
    try {
      Child.Status status = Child.await(pid);
      if (status.code() != 0) {
        LOG.error("containerd (process {}) did not exit successfully: {}", pid, status);
      } else {
        LOG.info("containerd (process {}) has exited", pid);
      }
      end.complete(status);
    } catch (LinuxException e) {
      end.completeExceptionally(e);
    }
  }

  long pid() {
    return pid;
  }

  boolean isAlive() {
    return end.map(e -> !e.isDone()).orElseGet(() -> PidFile.isAlive(pid));
  }

  /** Sends a signal, if it is still there. */
  void signal(int signal) {
    try {
      if (isAlive()) {
        Signals.send(pid, signal);
      }
    } catch (LinuxException e) {
      LOG.debug("containerd has gone before the signal: {}", e.getMessage());
    }
  }

  /**
   * Waits for its end.
   *
   * @return whether it ended within the time
   */
  boolean awaitEnd(long millis) throws InterruptedException {
    if (end.isPresent()) {
      try {
        end.get().get(millis, TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException e) {
        return false;
      } catch (ExecutionException e) {
        LOG.warn("cannot wait for containerd: {}", e.getMessage());
        return !PidFile.isAlive(pid);
      }
    }
    // Not our child: nobody tells us, so we look.
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (PidFile.isAlive(pid)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(20);
    }
    return true;
  }
}
