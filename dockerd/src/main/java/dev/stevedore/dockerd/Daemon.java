package dev.stevedore.dockerd;

import dev.stevedore.dockerd.api.ApiHandler;
import dev.stevedore.dockerd.api.Router;
import dev.stevedore.dockerd.config.ConfigException;
import dev.stevedore.dockerd.config.DaemonConfig;
import dev.stevedore.dockerd.config.LiveConfig;
import dev.stevedore.dockerd.containerd.ContainerdClient;
import dev.stevedore.dockerd.events.Events;
import dev.stevedore.dockerd.events.EventsEndpoint;
import dev.stevedore.dockerd.http.HttpHandler;
import dev.stevedore.dockerd.http.HttpServer;
import dev.stevedore.dockerd.http.Listener;
import dev.stevedore.dockerd.listen.Listeners;
import dev.stevedore.dockerd.supervisor.Supervisor;
import dev.stevedore.dockerd.system.AbsentEndpoints;
import dev.stevedore.dockerd.system.ContainerdLink;
import dev.stevedore.dockerd.system.EngineId;
import dev.stevedore.dockerd.system.InfoEndpoint;
import dev.stevedore.dockerd.system.PingEndpoint;
import dev.stevedore.dockerd.system.RuntimePrograms;
import dev.stevedore.dockerd.system.VersionEndpoint;
import dev.stevedore.lib.daemon.IdleMemory;
import dev.stevedore.lib.daemon.Logs;
import dev.stevedore.lib.daemon.PidFile;
import dev.stevedore.lib.daemon.StackDump;
import dev.stevedore.lib.daemon.SystemdNotify;
import dev.stevedore.lib.linux.FileLock;
import dev.stevedore.lib.linux.Umask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon's life: take possession of its places, listen, get a containerd, serve, stop.
 *
 * <pre>
 *   start    roots ▶ lock ▶ pid file ▶ sockets ▶ containerd ▶ containers ▶ serve ▶ tell systemd
 *   stop     tell systemd ▶ accept nobody ▶ containers ▶ connections ▶ containerd ▶ pid file, lock
 * </pre>
 */
final class Daemon {
  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
  private static final Duration REQUEST_GRACE = Duration.ofSeconds(1);

  /** Longer than the slowest call: unpacking a large layer. */
  private static final Duration CALL_LIMIT = Duration.ofMinutes(5);

  /** What containers that were killed may take to be gone. */
  private static final Duration KILL_GRACE = Duration.ofSeconds(5);

  private final LiveConfig config;
  private final Version version;
  private final Logs logs;
  private final Map<String, String> environment;
  private final Optional<Path> program;
  private final SystemdNotify systemd;
  private final Events events = new Events();
  private final CountDownLatch stopRequested = new CountDownLatch(1);

  /**
   * Prepares a daemon.
   *
   * @param program our own program's path, if known
   */
  Daemon(
      LiveConfig config,
      Version version,
      Logs logs,
      Map<String, String> environment,
      Optional<Path> program) {
    this.config = config;
    this.version = version;
    this.logs = logs;
    this.environment = Map.copyOf(environment);
    this.program = program;
    this.systemd = new SystemdNotify(environment);
  }

  /** Asks {@link #run} to stop; may be called at any time, from any thread. */
  void requestStop() {
    stopRequested.countDown();
  }

  /**
   * Runs the daemon until it is asked to stop.
   *
   * @throws IOException if it cannot start; what it had started is stopped
   */
  void run() throws IOException, InterruptedException {
    Umask.set(0022);
    DaemonConfig now = config.get();
    makeRoot(now.dataRoot());
    makeRoot(now.execRoot());
    FileLock lock =
        FileLock.tryLock(now.dataRoot().resolve("lock"))
            .orElseThrow(
                () ->
                    new IOException(
                        "failed to start daemon: another daemon uses the data root "
                            + now.dataRoot()));
    try (lock;
        PidFile _ = pidFile(now.pidfile())) {
      serve(Listeners.open(now, environment));
    }
  }

  private static PidFile pidFile(Path path) throws IOException {
    try {
      return PidFile.create(path);
    } catch (PidFile.AlreadyRunningException e) {
      throw new IOException("failed to start daemon, " + e.getMessage(), e);
    }
  }

  private static void makeRoot(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      Files.createDirectories(root);
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
    }
  }

  private void serve(List<Listener> listeners) throws IOException, InterruptedException {
    try {
      Optional<Path> given = config.get().containerdAddress();
      if (given.isPresent()) {
        serveOn(given.get(), Optional.empty(), listeners);
      } else {
        Supervisor supervisor = new Supervisor(config.get(), program, environment);
        try {
          supervisor.start();
          serveOn(supervisor.socket(), Optional.of(supervisor), listeners);
        } finally {
          supervisor.stop();
        }
      }
    } finally {
      for (Listener listener : listeners) {
        listener.close();
      }
    }
  }

  private void serveOn(Path containerd, Optional<Supervisor> supervisor, List<Listener> listeners)
      throws IOException, InterruptedException {
    try (ContainerdClient client =
        new ContainerdClient(containerd, config.get().containerdNamespace(), CALL_LIMIT)) {
      ContainerdLink link = new ContainerdLink(containerd, client);
      supervisor.ifPresent(s -> s.watch(link));
      RuntimePrograms runtimes = new RuntimePrograms(program, environment.getOrDefault("PATH", ""));
      try (Services services = new Services(config, version, runtimes, events, client)) {
        HttpServer server = new HttpServer(listeners, resting(api(services, runtimes, link)));
        server.start();
        systemd.ready();
        LOG.info("Daemon has completed initialization");
        stopRequested.await();
        systemd.stopping();
        server.stopAccepting();
        // Clients stay connected meanwhile: whoever waits for a container is told how it ended.
        if (!config.get().liveRestore()) {
          stopContainers(services);
        }
        services.retireNetworks();
        server.close(REQUEST_GRACE);
      }
    }
    LOG.info("Daemon shutdown complete");
  }

  /** What was needed for requests is given back when there are none for a while. */
  private static HttpHandler resting(HttpHandler api) {
    IdleMemory memory = new IdleMemory();
    return exchange -> {
      try {
        api.handle(exchange);
      } finally {
        memory.worked();
      }
    };
  }

  /** Stops the containers, and gives up when even killing them takes too long. */
  private void stopContainers(Services services) throws InterruptedException {
    Optional<Duration> timeout = config.get().shutdownTimeout();
    Thread stopper =
        Thread.ofVirtual().name("stop-containers").start(() -> services.stopContainers(timeout));
    if (timeout.isEmpty()) {
      stopper.join();
    } else if (!stopper.join(timeout.get().plus(KILL_GRACE))) {
      LOG.error(
          "Force shutdown daemon: containers did not stop within {} s", timeout.get().toSeconds());
    }
  }

  private ApiHandler api(Services services, RuntimePrograms runtimes, ContainerdLink link)
      throws IOException {
    String id = EngineId.load(config.get().dataRoot());
    Router router = new Router();
    PingEndpoint.register(router);
    new EventsEndpoint(events).register(router);
    new VersionEndpoint(version, link, runtimes, config).register(router);
    new InfoEndpoint(
            id, version, config, link, runtimes, services::counts, services::drivers, events)
        .register(router);
    AbsentEndpoints.register(router);
    services.register(router);
    return new ApiHandler(router, "Stevedore/" + version.number() + " (linux)");
  }

  /** Reads the configuration again: what SIGHUP does. */
  void reload() {
    LOG.info("Got signal to reload configuration, reloading from: {}", config.file());
    try {
      Map<String, String> attributes = config.reload();
      logs.setLevel(config.get().logLevel());
      LOG.info("Reloaded configuration: {}", attributes);
      events.publish("daemon", "reload", EngineId.load(config.get().dataRoot()), attributes);
    } catch (ConfigException | IOException e) {
      LOG.error("{}", e.getMessage());
    }
  }

  /** Writes all stacks to a file: what SIGUSR1 does. */
  void dumpStacks() {
    try {
      LOG.info("stacks written to {}", StackDump.write(config.get().execRoot()));
    } catch (IOException e) {
      LOG.error("failed to write stacks: {}", e.getMessage());
    }
  }
}
