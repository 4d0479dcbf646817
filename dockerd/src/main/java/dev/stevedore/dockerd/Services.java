package dev.stevedore.dockerd;

import dev.stevedore.dockerd.api.Router;
import dev.stevedore.dockerd.archive.ArchiveEndpoint;
import dev.stevedore.dockerd.check.CheckEndpoint;
import dev.stevedore.dockerd.check.Inspection;
import dev.stevedore.dockerd.config.LiveConfig;
import dev.stevedore.dockerd.container.Container;
import dev.stevedore.dockerd.container.ContainerInspections;
import dev.stevedore.dockerd.container.ContainerRegistry;
import dev.stevedore.dockerd.container.Creation;
import dev.stevedore.dockerd.container.EngineParts;
import dev.stevedore.dockerd.container.Lifecycle;
import dev.stevedore.dockerd.container.NetworkTurns;
import dev.stevedore.dockerd.container.Places;
import dev.stevedore.dockerd.container.Reconciler;
import dev.stevedore.dockerd.container.Removal;
import dev.stevedore.dockerd.container.State;
import dev.stevedore.dockerd.container.StateListeners;
import dev.stevedore.dockerd.container.Stopping;
import dev.stevedore.dockerd.container.Updating;
import dev.stevedore.dockerd.containerd.ContainerdClient;
import dev.stevedore.dockerd.containerd.SnapshotService;
import dev.stevedore.dockerd.containerd.TaskEvents;
import dev.stevedore.dockerd.containerd.TaskService;
import dev.stevedore.dockerd.endpoints.AttachEndpoint;
import dev.stevedore.dockerd.endpoints.BuildCacheEndpoint;
import dev.stevedore.dockerd.endpoints.ContainerEndpoints;
import dev.stevedore.dockerd.endpoints.DiskUsageEndpoint;
import dev.stevedore.dockerd.endpoints.ExecEndpoints;
import dev.stevedore.dockerd.endpoints.ImageEndpoints;
import dev.stevedore.dockerd.endpoints.LogsEndpoint;
import dev.stevedore.dockerd.endpoints.MakeEndpoints;
import dev.stevedore.dockerd.endpoints.SaveEndpoint;
import dev.stevedore.dockerd.endpoints.StatsEndpoint;
import dev.stevedore.dockerd.endpoints.UpdateEndpoint;
import dev.stevedore.dockerd.endpoints.WaitEndpoint;
import dev.stevedore.dockerd.events.Events;
import dev.stevedore.dockerd.exec.ExecService;
import dev.stevedore.dockerd.health.HealthMonitors;
import dev.stevedore.dockerd.image.ImageLoading;
import dev.stevedore.dockerd.image.ImageRemoval;
import dev.stevedore.dockerd.image.ImageSave;
import dev.stevedore.dockerd.image.ImageStore;
import dev.stevedore.dockerd.image.Lease;
import dev.stevedore.dockerd.image.make.ContainerLayers;
import dev.stevedore.dockerd.image.make.ImageImport;
import dev.stevedore.dockerd.image.make.ImageMaker;
import dev.stevedore.dockerd.image.pull.ImagePull;
import dev.stevedore.dockerd.image.pull.Leftovers;
import dev.stevedore.dockerd.image.push.ImagePush;
import dev.stevedore.dockerd.logs.LogSettings;
import dev.stevedore.dockerd.network.NetworkStack;
import dev.stevedore.dockerd.network.config.HostNames;
import dev.stevedore.dockerd.network.host.HostNetwork;
import dev.stevedore.dockerd.registry.RegistryAccess;
import dev.stevedore.dockerd.registry.RegistryEndpoints;
import dev.stevedore.dockerd.spec.HostCapabilities;
import dev.stevedore.dockerd.spec.SpecGenerator;
import dev.stevedore.dockerd.store.ContainerTable;
import dev.stevedore.dockerd.system.EngineCounts;
import dev.stevedore.dockerd.system.EngineDrivers;
import dev.stevedore.dockerd.system.RuntimePrograms;
import dev.stevedore.dockerd.volume.VolumeEndpoint;
import dev.stevedore.dockerd.volume.Volumes;
import dev.stevedore.dockerd.volume.plugin.PluginDirectory;
import dev.stevedore.dockerd.volume.plugin.Plugins;
import dev.stevedore.lib.linux.fifo.FifoPoller;
import dev.stevedore.lib.linux.netns.NetworkNamespace;
import dev.stevedore.lib.registry.EnvironmentProxies;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Containers and images: made of the parts that have them, wired here. */
final class Services implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Services.class);
  private static final String SNAPSHOTTER = "overlayfs";

  private static final Duration CLEANING_LIMIT = Duration.ofSeconds(3);

  private final ContainerdClient containerd;
  private final NetworkStack networks;
  private final EngineParts engine;
  private final Removal removal;
  private final Creation creation;
  private final Lifecycle lifecycle;
  private final Stopping stopping;
  private final ExecService execs;
  private final ImageRemoval imageRemoval;
  private final ImageLoading imageLoading;
  private final RegistryAccess registries;
  private final ImagePull imagePull;
  private final ImagePush imagePush;
  private final Path temporary;
  private final TaskEvents taskEvents;

  /**
   * Wires the parts, and finds what an earlier daemon left running.
   *
   * @param containerd stays open when this is closed
   */
  Services(
      LiveConfig config,
      Version version,
      RuntimePrograms runtimes,
      Events events,
      ContainerdClient containerd)
      throws IOException, InterruptedException {
    String namespace = config.get().containerdNamespace();
    Places places = new Places(config.get().dataRoot(), config.get().execRoot());
    this.containerd = containerd;
    ImageStore images = new ImageStore(containerd, SNAPSHOTTER);
    networks =
        new NetworkStack(
            new HostNetwork(NetworkNamespace.host()),
            places.dataRoot(),
            config.get().execRoot(),
            HostNames.of(places.dataRoot()),
            config.get().networks(),
            config.get().firewall(),
            events);
    engine =
        new EngineParts(
            places,
            new ContainerTable(places.dataRoot().resolve("stevedore.db")),
            new ContainerRegistry(),
            new TaskService(containerd, places.dataRoot().toString()),
            new SnapshotService(containerd, SNAPSHOTTER, places.dataRoot().toString()),
            images,
            new ConfiguredRuntimes(config, runtimes),
            new SpecGenerator(
                HostCapabilities.effective(),
                Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers")),
                config.get().containers()),
            networks.containers(),
            new Volumes(places.dataRoot(), events, new Plugins(PluginDirectory.usual())),
            events,
            new StateListeners(),
            new FifoPoller());
    if (config.get().containers().layerSize().isPresent() && !engine.snapshots().limitsSizes()) {
      throw new IOException(
          "Storage option overlay2.size not supported. Filesystem does not support Project Quota");
    }
    removal = new Removal(engine);
    creation = new Creation(engine, removal, config.get().containers());
    lifecycle = new Lifecycle(engine, removal);
    stopping = new Stopping(engine, lifecycle, removal);
    execs = new ExecService(engine);
    new HealthMonitors(engine, execs);
    imageRemoval =
        new ImageRemoval(containerd, SNAPSHOTTER, images, events, this::containersOfImage);
    imageLoading = new ImageLoading(containerd, SNAPSHOTTER, images, events);
    registries = new RegistryAccess(config, version.number());
    imagePull = new ImagePull(containerd, SNAPSHOTTER, images, registries, events);
    temporary = emptied(places.dataRoot().resolve("tmp"));
    imagePush = new ImagePush(containerd, temporary, images, registries, events);
    Reconciler reconciler = new Reconciler(engine, lifecycle, removal);
    taskEvents =
        new TaskEvents(
            containerd, namespace, new EventHandler(engine, lifecycle, execs, reconciler));
    taskEvents.awaitBegun();
    reconciler.restore();
    Lease.abandonUnpacking(containerd);
    taskEvents.compareAfterReconnecting();
  }

  /** A directory for big files, without those that an earlier daemon left when it was killed. */
  private static Path emptied(Path path) throws IOException {
    Path directory = Files.createDirectories(path);
    try (DirectoryStream<Path> left = Files.newDirectoryStream(directory)) {
      for (Path file : left) {
        Files.deleteIfExists(file);
      }
    }
    return directory;
  }

  private List<ImageRemoval.User> containersOfImage(String imageId) {
    List<ImageRemoval.User> users = new ArrayList<>();
    for (Container container : engine.registry().all()) {
      if (container.definition().uses(imageId)) {
        users.add(new ImageRemoval.User(container.id(), container.state().isRunning()));
      }
    }
    return users;
  }

  /** Adds the endpoints. */
  void register(Router router) {
    new DiskUsageEndpoint(engine).register(router);
    new BuildCacheEndpoint(engine.events()).register(router);
    List<Inspection> inspections = new ArrayList<>(networks.inspections());
    inspections.addAll(ContainerInspections.of(engine, containerd.socket()));
    new CheckEndpoint(inspections).register(router);
    new AttachEndpoint(engine).register(router);
    new LogsEndpoint(engine.registry()).register(router);
    new WaitEndpoint(engine.registry()).register(router);
    new ExecEndpoints(execs, engine.registry()).register(router);
    new ContainerEndpoints(engine, creation, lifecycle, stopping).register(router);
    new StatsEndpoint(engine).register(router);
    new ArchiveEndpoint(engine).register(router);
    new VolumeEndpoint(engine.volumes(), engine.events(), creation::newId).register(router);
    new UpdateEndpoint(engine.registry(), new Updating(engine)).register(router);
    networks.register(router, new NetworkTurns(engine));
    ImageMaker maker = new ImageMaker(containerd, SNAPSHOTTER, engine.images());
    MakeEndpoints make =
        new MakeEndpoints(
            engine,
            stopping,
            new ContainerLayers(maker),
            new ImageImport(maker, temporary),
            EnvironmentProxies.of(System.getenv()));
    new ImageEndpoints(
            engine.images(),
            imageRemoval,
            imageLoading,
            imagePull,
            imagePush,
            new Leftovers(containerd, imagePull),
            make)
        .register(router);
    make.register(router);
    new SaveEndpoint(new ImageSave(engine.images()), engine.events()).register(router);
    new RegistryEndpoints(registries).register(router);
  }

  /** How many containers and images there are. */
  EngineCounts counts() {
    int running = 0;
    int paused = 0;
    int stopped = 0;
    for (Container container : engine.registry().all()) {
      switch (container.state().status()) {
        case RUNNING, RESTARTING -> running++;
        case PAUSED -> paused++;
        case CREATING, CREATED, REMOVING, EXITED, DEAD -> stopped++;
      }
    }
    return new EngineCounts(running, paused, stopped, images());
  }

  /** The drivers there are. {@code none} is the absence of a log, so it is not among them. */
  EngineDrivers drivers() {
    return new EngineDrivers(
        engine.volumes().drivers(),
        networks.drivers(),
        Stream.of(LogSettings.Driver.values())
            .filter(driver -> driver != LogSettings.Driver.NONE)
            .map(LogSettings.Driver::label)
            .toList(),
        networks.warnings());
  }

  private int images() {
    try {
      return engine.images().list().size();
    } catch (StatusRuntimeException e) {
      LOG.warn("cannot count images: {}", e.getMessage());
      return 0;
    }
  }

  /**
   * Stops all running containers, at the same time.
   *
   * @param timeout how long they may take before they are killed; empty for as long as each says
   */
  void stopContainers(Optional<Duration> timeout) {
    lifecycle.shutDown();
    List<Thread> threads = new ArrayList<>();
    for (Container container : engine.registry().all()) {
      State state = container.state();
      if (state.isRunning()) {
        threads.add(
            Thread.ofVirtual()
                .name("stop " + container.id())
                .start(() -> stopQuietly(container, timeout)));
      }
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void stopQuietly(Container container, Optional<Duration> timeout) {
    try {
      stopping.stopForShutdown(container, timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("container {}: stop: {}", container.id(), e.getMessage());
    }
  }

  /** Takes networks away from the host, unless a container still runs. */
  void retireNetworks() {
    networks.retire();
  }

  /** Releases what this process holds; containers that run go on. */
  @Override
  public void close() {
    try {
      removal.awaitCleaning(CLEANING_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    taskEvents.close();
    engine.table().close();
    engine.volumes().close();
    networks.close();
    try {
      engine.poller().close();
    } catch (IOException e) {
      LOG.warn("{}", e.toString());
    }
  }
}
