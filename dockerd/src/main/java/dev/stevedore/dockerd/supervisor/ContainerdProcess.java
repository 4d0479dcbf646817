package dev.stevedore.dockerd.supervisor;

import dev.stevedore.lib.daemon.PidFile;
import dev.stevedore.lib.daemon.SystemdNotify;
import dev.stevedore.lib.linux.Child;
import dev.stevedore.lib.linux.Epoll;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.PidFd;
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

  /** Done when the process has ended, with how it ended as far as that is known. */
  private final CompletableFuture<String> end;

  private ContainerdProcess(long pid, CompletableFuture<String> end) {
    this.pid = pid;
    this.end = end;
  }

  /** Finds the one that the pid file names, if it is alive and is what it should be. */
  static Optional<ContainerdProcess> find(ContainerdFiles files) throws IOException {
    Optional<Long> pid = PidFile.read(files.pidfile()).filter(PidFile::isAlive);
    if (pid.isEmpty()) {
      return Optional.empty();
    }
    PidFd process;
    try {
      process = PidFd.open(pid.get());
    } catch (LinuxException e) {
      LOG.debug("containerd has just gone: {}", e.getMessage());
      return Optional.empty();
    }
    if (!serves(pid.get(), files.config())) {
      process.close();
      return Optional.empty();
    }
    return Optional.of(new ContainerdProcess(pid.get(), watch(process)));
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
    long pid =
        Spawn.inNewSession(
            new Spawn.Program(program, List.of("--config", files.config().toString()), own));
    CompletableFuture<String> end = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("containerd-wait").start(() -> reap(pid, end));
    try {
      PidFile.write(files.pidfile(), pid);
    } catch (IOException e) {
      Signals.send(pid, Signals.SIGKILL);
      throw new IOException("failed to save containerd's pid to disk: " + e.getMessage(), e);
    }
    LOG.info("started new containerd process {} ({})", pid, program);
    return new ContainerdProcess(pid, end);
  }

  private static void reap(long pid, CompletableFuture<String> end) {
    try {
      end.complete(Child.await(pid).toString());
    } catch (LinuxException e) {
      end.complete(e.getMessage());
    }
  }

  /**
   * A process that is not our child: it can be waited for, but how it ended is for its parent only.
   */
  private static CompletableFuture<String> watch(PidFd process) {
    CompletableFuture<String> end = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("containerd-wait")
        .start(
            () -> {
              try (process;
                  Epoll epoll = Epoll.create()) {
                epoll.add(process.file(), Epoll.EPOLLIN, 0);
                while (epoll.await(-1).isEmpty()) {
                  // A signal came: go on waiting.
                }
                end.complete("ended");
              } catch (LinuxException e) {
                end.complete(e.getMessage());
              }
            });
    return end;
  }

  long pid() {
    return pid;
  }

  boolean isAlive() {
    return !end.isDone();
  }

  /** Returns how it ended; empty while it lives. */
  String ending() {
    return end.getNow("");
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
    try {
      end.get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end of containerd is never exceptional", e);
    }
  }
}
