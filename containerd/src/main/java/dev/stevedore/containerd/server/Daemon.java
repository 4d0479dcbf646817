package dev.stevedore.containerd.server;

import dev.stevedore.containerd.config.DaemonConfig;
import dev.stevedore.containerd.containers.ContainerStore;
import dev.stevedore.containerd.containers.ContainersService;
import dev.stevedore.containerd.content.ContentService;
import dev.stevedore.containerd.content.ContentStore;
import dev.stevedore.containerd.content.Ingests;
import dev.stevedore.containerd.diff.Applier;
import dev.stevedore.containerd.diff.DiffService;
import dev.stevedore.containerd.diff.Differ;
import dev.stevedore.containerd.events.Events;
import dev.stevedore.containerd.events.EventsService;
import dev.stevedore.containerd.events.ShimEvents;
import dev.stevedore.containerd.gc.CollectionScheduler;
import dev.stevedore.containerd.gc.GarbageCollector;
import dev.stevedore.containerd.images.ImageStore;
import dev.stevedore.containerd.images.ImagesService;
import dev.stevedore.containerd.introspection.IntrospectionService;
import dev.stevedore.containerd.introspection.Plugins;
import dev.stevedore.containerd.leases.LeaseStore;
import dev.stevedore.containerd.leases.LeasesService;
import dev.stevedore.containerd.metadata.Database;
import dev.stevedore.containerd.monitoring.CallMetrics;
import dev.stevedore.containerd.monitoring.Endpoints;
import dev.stevedore.containerd.monitoring.Metrics;
import dev.stevedore.containerd.namespaces.NamespaceStore;
import dev.stevedore.containerd.namespaces.NamespacesService;
import dev.stevedore.containerd.restart.Restart;
import dev.stevedore.containerd.restart.RestartMonitor;
import dev.stevedore.containerd.sandboxes.SandboxControllerService;
import dev.stevedore.containerd.sandboxes.SandboxStore;
import dev.stevedore.containerd.sandboxes.SandboxStoreService;
import dev.stevedore.containerd.snapshots.SnapshotStore;
import dev.stevedore.containerd.snapshots.SnapshotsService;
import dev.stevedore.containerd.streaming.StreamingService;
import dev.stevedore.containerd.streaming.Streams;
import dev.stevedore.containerd.tasks.CheckpointStore;
import dev.stevedore.containerd.tasks.Tasks;
import dev.stevedore.containerd.tasks.TasksService;
import dev.stevedore.containerd.transfer.Local;
import dev.stevedore.containerd.transfer.TransferLease;
import dev.stevedore.containerd.transfer.TransferService;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.FileLock;
import dev.stevedore.lib.linux.Inodes;
import dev.stevedore.lib.linux.fifo.FifoPoller;
import dev.stevedore.lib.ttrpc.jvm.TtrpcServer;
import io.grpc.BindableService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The daemon: everything is made, and knows each other, here. */
public final class Daemon {
  /** Where `ctr install` puts programs, such as shims. */
  private static final String OPT = "opt";

  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

  private static final long SHUTDOWN_MILLIS = 5000;

  private Daemon() {}

  /** Serves until the process is told to end. */
  public static void run(DaemonConfig config) throws IOException, InterruptedException {
    long start = System.nanoTime();
    LOG.info("starting containerd {}", VersionService.VERSION);
    makeDirectory(config.root());
    makeDirectory(config.state());
    makeDirectory(parentOf(config.address()));
    makeDirectory(parentOf(config.ttrpcAddress()));
    adjustOomScore(config.oomScore());
    DaemonCgroup.enter(config.cgroup());
    try (FileLock _ = lock(config.root());
        Database database = openDatabase(config.root());
        FifoPoller poller = new FifoPoller()) {
      Metrics metrics = new Metrics();
      metrics.count(
          "containerd_build_info_total",
          "containerd build information",
          1,
          "revision",
          VersionService.REVISION,
          "version",
          VersionService.VERSION);
      Events events = new Events();
      NamespaceStore namespaces = new NamespaceStore(database);
      ImageStore images = new ImageStore(database);
      ContainerStore containers = new ContainerStore(database);
      SandboxStore sandboxes = new SandboxStore(database);
      LeaseStore leases = new LeaseStore(database);
      ContentStore content =
          new ContentStore(database, directory(config.root(), "io.containerd.content.v1.content"));
      Ingests ingests = new Ingests(database, content);
      List<SnapshotStore> snapshots =
          List.of(
              SnapshotStore.overlayfs(database, snapshotter(config, SnapshotStore.OVERLAYFS)),
              SnapshotStore.whole(database, snapshotter(config, SnapshotStore.NATIVE)));
      Plugins plugins =
          new Plugins(
              config.root(), directory(config.root(), OPT), snapshots.getFirst().capabilities());
      plugins.require(config.requiredPlugins());
      TransferLease.abandonUnpacking(namespaces, leases);
      GarbageCollector collector =
          new GarbageCollector(
              database,
              namespaces,
              images,
              containers,
              sandboxes,
              leases,
              content,
              ingests,
              snapshots);
      CollectionScheduler scheduler = CollectionScheduler.start(collector, config.gc(), metrics);
      database.onChange(scheduler::afterChange);
      Streams streams = new Streams();
      EventsService eventsService = new EventsService(events);
      Applier applier = new Applier(content);
      CheckpointStore checkpoints = new CheckpointStore(ingests, leases, applier);
      Tasks tasks = Tasks.recover(taskSetup(config), containers, checkpoints, events, poller);
      ImagesService imagesService =
          new ImagesService(images, namespaces, database, events, scheduler);
      SnapshotsService snapshotsService =
          new SnapshotsService(snapshots, leases, namespaces, events, scheduler);
      DiffService diffService =
          new DiffService(applier, new Differ(content, ingests, leases, namespaces));
      LeasesService leasesService = new LeasesService(leases, namespaces, scheduler);
      TasksService tasksService = new TasksService(tasks, containers, checkpoints);
      ContainersService containersService =
          new ContainersService(containers, namespaces, database, events, scheduler);
      Local local =
          new Local(
              imagesService,
              snapshotsService,
              diffService,
              leasesService,
              content,
              ingests,
              leases,
              namespaces);
      List<BindableService> services =
          List.of(
              new VersionService(),
              new HealthService(),
              IntrospectionService.create(
                  plugins, tasks, config.root().resolve("io.containerd.grpc.v1.introspection")),
              new NamespacesService(namespaces, database, events),
              new ContentService(content, ingests, leases, namespaces, events, scheduler),
              imagesService,
              snapshotsService,
              diffService,
              containersService,
              tasksService,
              new SandboxStoreService(sandboxes, namespaces, database, scheduler),
              new SandboxControllerService(sandboxes, tasks.sandboxes(), events),
              new StreamingService(streams),
              new TransferService(local, streams, config.registryHosts()),
              leasesService,
              eventsService);
      Files.deleteIfExists(config.ttrpcAddress());
      CountDownLatch closed = new CountDownLatch(1);
      CountDownLatch end = endOfProcess(closed);
      try (TtrpcServer _ =
              TtrpcServer.start(
                  config.ttrpcAddress(),
                  new TtrpcServer.Methods(
                      Map.of(
                          dev.stevedore.lib.ttrpc.events.EventsService.NAME,
                          new ShimEvents(eventsService)),
                      Map.of()),
                  Daemon::tell);
          Endpoints _ = Endpoints.start(config.monitoring(), metrics);
          GrpcServer _ =
              GrpcServer.start(
                  config.address(),
                  config.uid(),
                  config.gid(),
                  services,
                  new CallMetrics(metrics, config.monitoring().grpcHistogram()))) {
        Inodes.chmod(Fd.CWD, config.ttrpcAddress().toString(), 0600);
        LOG.info("serving... address={}", config.ttrpcAddress());
        LOG.info("serving... address={}", config.address());
        LOG.info(
            "containerd successfully booted in {}s",
            "%.6f".formatted((System.nanoTime() - start) / 1e9));
        sweep(content, ingests, snapshots);
        try (RestartMonitor _ =
            RestartMonitor.start(
                containers,
                tasksService,
                new Restart(containersService, snapshotsService, tasksService, tasks),
                config.restartInterval())) {
          end.await();
        }
      } finally {
        closed.countDown();
      }
    }
  }

  private static void tell(Throwable problem) {
    if (problem instanceof IOException) {
      // Shims come and go; what is lost with one is seen elsewhere.
      LOG.debug("ttrpc: a connection ended: {}", problem.toString());
    } else {
      LOG.warn("ttrpc: a call failed", problem);
    }
  }

  private static Tasks.Setup taskSetup(DaemonConfig config) {
    // Set by the program's script; shims are told of it, and searched beside it.
    Path self =
        Path.of(System.getProperty("stevedore.program", "/usr/local/bin/stevedore-containerd"));
    String path = System.getenv("PATH");
    return new Tasks.Setup(
        config.state(),
        config.root(),
        config.address(),
        config.ttrpcAddress(),
        self.toAbsolutePath(),
        config.root().resolve(OPT).resolve("bin")
            + ":"
            + (path == null
                ? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
                : path),
        LOG.isDebugEnabled());
  }

  private static Path parentOf(Path file) {
    Path parent = file.getParent();
    return parent == null ? Path.of("/") : parent;
  }

  private static void makeDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    }
  }

  private static Path directory(Path root, String name) throws IOException {
    Path directory = root.resolve(name);
    if (!Files.isDirectory(directory)) {
      Files.createDirectory(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
    return directory;
  }

  private static Path snapshotter(DaemonConfig config, String name) throws IOException {
    return directory(config.root(), "io.containerd.snapshotter.v1." + name);
  }

  private static FileLock lock(Path root) throws IOException {
    return FileLock.tryLock(root.resolve("lock"))
        .orElseThrow(
            () -> new IOException("another containerd is running on " + root + " (it holds lock)"));
  }

  private static Database openDatabase(Path root) throws IOException {
    return Database.open(directory(root, "io.containerd.metadata.v1.sqlite").resolve("meta.db"));
  }

  private static void adjustOomScore(int score) throws IOException {
    if (score != 0) {
      Files.writeString(Path.of("/proc/self/oom_score_adj"), Integer.toString(score));
    }
  }

  /** What a killed daemon left half-done goes, while this one serves already. */
  private static void sweep(ContentStore content, Ingests ingests, List<SnapshotStore> snapshots) {
    Thread.ofVirtual()
        .name("sweep")
        .start(
            () -> {
              try {
                content.sweep();
                ingests.sweep();
                for (SnapshotStore store : snapshots) {
                  store.sweep();
                }
              } catch (IOException | RuntimeException e) {
                LOG.warn("clearing up after the last run", e);
              }
            });
  }

  /**
   * Opened when the process is told to end.
   *
   * @param closed what the JVM then waits for; not for the main thread's end, since that calls
   *     System.exit, which waits for this
   */
  private static CountDownLatch endOfProcess(CountDownLatch closed) {
    CountDownLatch end = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("end")
                .unstarted(
                    () -> {
                      end.countDown();
                      try {
                        if (!closed.await(SHUTDOWN_MILLIS, TimeUnit.MILLISECONDS)) {
                          LOG.warn("not all was closed within {} ms", SHUTDOWN_MILLIS);
                        }
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                      // The JVM would give 128 and the signal's number.
                      Runtime.getRuntime().halt(0);
                    }));
    return end;
  }
}
