package dev.stevedore.dockerd.container;

import com.google.protobuf.Any;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.container.config.ContainerConfig;
import dev.stevedore.dockerd.container.config.HostConfig;
import dev.stevedore.dockerd.container.io.ProcessPipes;
import dev.stevedore.dockerd.containerd.GrpcErrors;
import dev.stevedore.dockerd.containerd.TaskService;
import dev.stevedore.dockerd.network.Attachment;
import dev.stevedore.dockerd.network.model.ContainerFacts;
import dev.stevedore.dockerd.spec.SpecInput;
import dev.stevedore.dockerd.spec.UserDatabase;
import dev.stevedore.dockerd.spec.mounts.MountPoint;
import dev.stevedore.lib.containerdapi.types.Mount;
import dev.stevedore.lib.oci.reference.ImageReference;
import dev.stevedore.lib.oci.reference.InvalidReferenceException;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code docker start}: from a stopped container to a running process.
 *
 * <pre>
 * networks, volumes, files, FIFOs, spec ▶ Containers.Create ▶ Tasks.Create ▶ Tasks.Start ▶ row (RUNNING) ▶ event
 *                                          (shim, runc create)  (runc start)
 * </pre>
 */
final class Starting {
  private static final Logger LOG = LoggerFactory.getLogger(Starting.class);

  private final EngineParts engine;
  private final SharedMemory sharedMemory;

  Starting(EngineParts engine) {
    this.engine = engine;
    this.sharedMemory = new SharedMemory(engine);
  }

  /**
   * Starts; call it in the container's turn.
   *
   * @throws ApiException if it cannot be started; the state then says why
   */
  void start(Container container) throws InterruptedException {
    container.turn().require();
    Definition definition = container.definition();
    ProcessPipes pipes =
        new ProcessPipes(
            engine.places().fifos(container.id()),
            "init",
            definition.config().openStdin(),
            definition.config().tty(),
            engine.poller());
    boolean started = false;
    try (MountSources sources = new MountSources(engine, container)) {
      int pid = launch(container, pipes, sources);
      Instant now = Instant.now();
      engine.save(container, container.state().started(pid, now));
      started = true;
    } catch (StatusRuntimeException e) {
      StartErrors error = StartErrors.of(e);
      fail(container, pipes, error.exitCode(), error.message());
      throw error.answer();
    } catch (IOException e) {
      fail(container, pipes, 128, String.valueOf(e.getMessage()));
      throw new ApiException.Internal(
          "start of container " + container.id() + ": " + e.getMessage(), e);
    } catch (ApiException e) {
      fail(container, pipes, 128, String.valueOf(e.getMessage()));
      throw e;
    } finally {
      if (!started && container.state().isRunning()) {
        fail(container, pipes, 128, "the start failed");
      }
    }
    ContainerEvents.publish(engine.events(), container, "start");
  }

  private int launch(Container container, ProcessPipes pipes, MountSources sources)
      throws IOException {
    Definition definition = container.definition();
    definition.host().refuseDeviceRequests();
    String id = container.id();
    List<Mount> rootfs = container.rootfs();
    if (rootfs.isEmpty()) {
      rootfs = engine.snapshots().mounts(id);
      container.mountedBy(rootfs);
    }
    // First, since a volume's plugin may hang: nothing of the network is held meanwhile.
    List<MountPoint> mounts = sources.all();
    ContainerFacts facts = engine.facts(container);
    Optional<Attachment> network =
        facts.hasNamespace() ? Optional.of(engine.networks().attach(facts)) : Optional.empty();
    String spec = spec(container, mounts, rootfs, network);
    container.log().opened();
    container.connect(Optional.of(pipes));
    pipes.open(container.output(), Optional.of(container.log()));
    Runtimes.Choice runtime = engine.runtimes().choose(definition.runtime());
    Any options = runtime.options();
    engine
        .tasks()
        .createContainer(
            id,
            fullName(definition.config().image()),
            runtime.shim(),
            options,
            spec,
            engine.snapshots().snapshotter(),
            id);
    container.taskless(false);
    createTask(id, rootfs, pipes, definition.config().tty(), options);
    int pid = engine.tasks().start(id, "");
    // Our shim opens its end at the start, others have it open by then: nothing written is lost.
    pipes.connect(container.input(), () -> closeStdin(id));
    return pid;
  }

  /** How containerd knows an image; as it was given if it was an id. */
  private static String fullName(String image) {
    try {
      return ImageReference.parse(image).withDefaultTag().toString();
    } catch (InvalidReferenceException e) {
      return image;
    }
  }

  /** A task that an earlier, cut off start left behind is removed first. */
  private void createTask(
      String id, List<Mount> rootfs, ProcessPipes pipes, boolean terminal, Any options) {
    TaskService.Stdio stdio =
        new TaskService.Stdio(pipes.stdin(), pipes.stdout(), pipes.stderr(), terminal);
    try {
      engine.tasks().create(id, rootfs, stdio, options);
    } catch (StatusRuntimeException e) {
      if (!GrpcErrors.isAlreadyExists(e)) {
        throw e;
      }
      engine.tasks().delete(id);
      engine.tasks().create(id, rootfs, stdio, options);
    }
  }

  private void closeStdin(String id) {
    try {
      engine.tasks().closeStdin(id, "");
    } catch (StatusRuntimeException e) {
      if (!GrpcErrors.isNotFound(e)) {
        LOG.debug("close stdin of {}: {}", id, GrpcErrors.text(e));
      }
    }
  }

  private String spec(
      Container container,
      List<MountPoint> mounts,
      List<Mount> rootfs,
      Optional<Attachment> network)
      throws IOException {
    Definition definition = container.definition();
    ContainerConfig config = definition.config();
    HostConfig host = definition.host();
    UserDatabase users = RootfsUsers.read(rootfs);
    SpecInput input =
        new SpecInput(
            definition.id(),
            network.map(n -> config.withVariables(n.variables())).orElse(config),
            host,
            users.resolve(config.user(), host.groupAdd()),
            mounts,
            EtcFiles.write(definition, engine.places().container(definition.id()), network),
            engine.runtimes().init(host),
            sharedMemory.of(container),
            namespaces(host, network));
    return engine.specs().generate(input).toJson().toString();
  }

  /** The namespaces of other containers that this one joins, and the network's made for it. */
  private Map<String, String> namespaces(HostConfig host, Optional<Attachment> network) {
    Map<String, String> paths = new HashMap<>();
    network.ifPresent(n -> paths.put("net", n.namespace().toString()));
    join(paths, "net", host.networkMode());
    join(paths, "pid", host.pidMode());
    if (host.ipcMode().startsWith("container:")) {
      paths.put("ipc", "/proc/" + sharedMemory.donor(host.ipcMode()).state().pid() + "/ns/ipc");
    }
    return paths;
  }

  private void join(Map<String, String> paths, String kind, String mode) {
    if (!mode.startsWith("container:")) {
      return;
    }
    Container other = engine.registry().find(mode.substring("container:".length()));
    State state = other.state();
    if (!state.isRunning()) {
      throw kind.equals("net")
          ? new ApiException.Conflict(
              "cannot join network namespace of a non running container: " + other.id())
          : new ApiException.Internal(
              "failed to join PID namespace: container " + other.id() + " is not running");
    }
    paths.put(kind, "/proc/" + state.pid() + "/ns/" + kind);
  }

  private void fail(Container container, ProcessPipes pipes, int exitCode, String why) {
    try {
      engine.tasks().delete(container.id());
      container.taskless(true);
    } catch (StatusRuntimeException e) {
      LOG.debug("after a failed start of {}: {}", container.id(), GrpcErrors.text(e));
      if (engine.tasks().kill(container.id(), "", Signals.SIGKILL)) {
        LOG.warn("container {}: killed after a failed start", container.id());
      }
    }
    engine.networks().detach(container.id());
    new ContainerMounts(engine).ended(container);
    sharedMemory.release(container.id());
    pipes.close();
    container.connect(Optional.empty());
    container.log().closed();
    container.input().end();
    container.output().end();
    engine.save(container, container.state().failed(exitCode, why));
  }
}
