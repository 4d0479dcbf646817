package dev.stevedore.containerd.tasks;

import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import dev.stevedore.containerd.containers.ContainerStore;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.errors.FailureKind;
import dev.stevedore.containerd.events.Events;
import dev.stevedore.lib.containerdapi.containers.Container;
import dev.stevedore.lib.containerdapi.task.Process;
import dev.stevedore.lib.containerdapi.task.Status;
import dev.stevedore.lib.containerdapi.tasks.CreateTaskRequest;
import dev.stevedore.lib.containerdapi.types.RuntimeInfo;
import dev.stevedore.lib.containerdapi.types.RuntimeRequest;
import dev.stevedore.lib.linux.fifo.FifoPoller;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.jvm.TtrpcClosedException;
import dev.stevedore.lib.ttrpc.options.RuncOptions;
import dev.stevedore.lib.ttrpc.task.DeleteRequest;
import dev.stevedore.lib.ttrpc.task.DeleteResponse;
import dev.stevedore.lib.ttrpc.task.StateRequest;
import dev.stevedore.lib.ttrpc.task.WaitRequest;
import dev.stevedore.lib.ttrpc.task.WaitResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** The tasks: containers that run, and those that have ended and are not deleted yet. */
public final class Tasks {
  private static final String DIRECTORY = "io.containerd.runtime.v2.task";

  /** How long the clearing up after a dead shim may keep those who wait for its task. */
  private static final long AFTER_DEATH_SECONDS = 60;

  private final ContainerStore containers;
  private final CheckpointStore checkpoints;
  private final Shims shims;

  private Tasks(ContainerStore containers, CheckpointStore checkpoints, Shims shims) {
    this.containers = containers;
    this.checkpoints = checkpoints;
    this.shims = shims;
  }

  /**
   * What a task needs to know of the daemon.
   *
   * @param state its state directory
   * @param root its root directory
   * @param address of its gRPC socket
   * @param ttrpcAddress of its ttrpc socket
   * @param self its program
   * @param path where shims are searched
   * @param debug whether shims should say more
   */
  public record Setup(
      Path state,
      Path root,
      Path address,
      Path ttrpcAddress,
      Path self,
      String path,
      boolean debug) {}

  /** The tasks of a daemon that starts: those that run already are found again. */
  public static Tasks recover(
      Setup setup,
      ContainerStore containers,
      CheckpointStore checkpoints,
      Events events,
      FifoPoller poller)
      throws IOException, InterruptedException {
    Bundle.Place place =
        new Bundle.Place(setup.state.resolve(DIRECTORY), setup.root.resolve(DIRECTORY));
    Path beside = setup.self.getParent() == null ? Path.of("/") : setup.self.getParent();
    ShimProgram programs = new ShimProgram(setup.path, beside);
    ShimCommand command =
        new ShimCommand(setup.address, setup.ttrpcAddress, setup.self, setup.debug, poller);
    Shims shims = new Shims(place, programs, command, poller, events);
    new ShimRecovery(place, shims, programs, containers, poller).run();
    return new Tasks(containers, checkpoints, shims);
  }

  /** The shim of a task. */
  Shim shim(TaskId id) {
    return shims.find(id).orElseThrow(() -> noTask(id));
  }

  private Failure noTask(TaskId id) {
    containers.get(id.namespace(), id.container());
    return Failure.verbatim(FailureKind.NOT_FOUND, "task " + id.container() + " not found");
  }

  /** A call of a shim. */
  @FunctionalInterface
  interface Call<T> {
    T of(Shim shim) throws IOException;
  }

  /** A call of a shim that gives nothing. */
  @FunctionalInterface
  interface Order {
    void to(Shim shim) throws IOException;
  }

  /** Calls the shim of a task; one that goes meanwhile is one that is not there. */
  <T> T call(TaskId id, Call<T> call) throws IOException {
    try {
      return call.of(shim(id));
    } catch (TtrpcClosedException e) {
      throw gone(id);
    }
  }

  /** The same, for what gives nothing. */
  Empty tell(TaskId id, Order order) throws IOException {
    return call(
        id,
        shim -> {
          order.to(shim);
          return Empty.getDefaultInstance();
        });
  }

  private static Failure gone(TaskId id) {
    return Failure.notFound("the shim of task " + id.container() + " is gone");
  }

  /** Creates a task; gives the process id of its first process, which does not run yet. */
  int create(TaskId id, CreateTaskRequest request) throws IOException, InterruptedException {
    Container container = containers.get(id.namespace(), id.container());
    Optional<Digest> checkpoint =
        request.hasCheckpoint()
            ? Optional.of(CheckpointStore.requireFiles(request.getCheckpoint()))
            : Optional.empty();
    Optional<Any> options =
        Optional.of(request.getOptions())
            .filter(it -> !it.getValue().isEmpty())
            .or(() -> Optional.of(container.getRuntime().getOptions()))
            .filter(it -> !it.getTypeUrl().isEmpty());
    String runtime =
        request.getRuntimePath().isEmpty()
            ? container.getRuntime().getName()
            : request.getRuntimePath();
    return shims.start(
        id,
        purpose(id.namespace(), container.getSandbox()),
        runtime,
        container.getSpec().getValue().toByteArray(),
        options,
        shim -> {
          String files = checkpointFiles(shim.bundle(), request, checkpoint);
          try {
            return shim.slow()
                .create(Messages.toShim(request, shim.bundle(), files, options))
                .pid();
          } catch (TtrpcException e) {
            throw new TtrpcException(
                e.code(), "failed to create shim task: " + e.status().message());
          }
        });
  }

  private Shims.Purpose purpose(String namespace, String sandbox) {
    return sandbox.isEmpty()
        ? new Shims.Purpose.OwnTask()
        : new Shims.Purpose.TaskIn(sandboxes().shim(namespace, sandbox));
  }

  /** The sandboxes that run; their shims are among those of tasks. */
  public SandboxShims sandboxes() {
    return new SandboxShims(shims);
  }

  /** What a runtime says of itself; its shim's program is asked. */
  public RuntimeInfo runtimeInfo(RuntimeRequest request) throws IOException, InterruptedException {
    return shims.info(
        request.getRuntimePath(),
        request.hasOptions() ? Optional.of(request.getOptions()) : Optional.empty());
  }

  /** The directory to restore from: the client's, or one for a blob's files; or empty. */
  private String checkpointFiles(
      Bundle bundle, CreateTaskRequest request, Optional<Digest> checkpoint) throws IOException {
    var options = Messages.toShim(Optional.of(request.getOptions()));
    if (options != null && options.is(RuncOptions.TYPE)) {
      String wanted = RuncOptions.decode(options.value()).criuImagePath();
      if (!wanted.isEmpty()) {
        return wanted;
      }
    }
    if (checkpoint.isEmpty()) {
      return "";
    }
    // Kept with the task: the runtime reads it when the task is started.
    Path directory = Files.createDirectory(bundle.work().resolve(Bundle.RESTORED));
    checkpoints.read(bundle.id().namespace(), checkpoint.get(), directory);
    return directory.toString();
  }

  /** Deletes a task that has ended, and its shim with it. */
  Exit delete(TaskId id) throws IOException {
    Shim shim = shim(id);
    DeleteResponse response;
    try {
      response = shim.slow().delete(new DeleteRequest(id.container(), ""));
    } catch (TtrpcException e) {
      if (e.code() == Code.NOT_FOUND) {
        // The shim knows no such task: it never came to be, or is deleted already.
        shims.remove(shim);
      }
      throw e;
    } catch (TtrpcClosedException e) {
      return afterDeath(shim);
    }
    shims.remove(shim);
    return new Exit(response.pid(), response.exitStatus(), Messages.fromShim(response.exitedAt()));
  }

  /** Waits until a container's task has ended. */
  public void awaitEnd(String namespace, String container) throws IOException {
    Exit _ = await(new TaskId(namespace, container), "");
  }

  /** Waits until a process has ended; an empty exec id is the first process. */
  Exit await(TaskId id, String execId) throws IOException {
    Shim shim = shim(id);
    try {
      WaitResponse response = shim.slow().await(new WaitRequest(id.container(), execId));
      return new Exit(0, response.exitStatus(), Messages.fromShim(response.exitedAt()));
    } catch (TtrpcClosedException e) {
      return afterDeath(shim);
    }
  }

  private static Exit afterDeath(Shim shim) throws IOException {
    try {
      return shim.afterDeath().get(AFTER_DEATH_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw gone(shim.bundle().id());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** A process as its shim knows it. */
  Process get(TaskId id, String execId) throws IOException {
    return Messages.fromShim(
        id.container(),
        call(id, shim -> shim.quick().state(new StateRequest(id.container(), execId))));
  }

  /** The first process of each task of a namespace; shims that do not answer delay no others. */
  List<Process> list(String namespace) {
    return askAll(shims(namespace), Tasks::ask);
  }

  /** Asks all shims at the same time, and gives what they answer. */
  static <T> List<T> askAll(List<Shim> shims, Function<Shim, Optional<T>> question) {
    List<Future<Optional<T>>> answers = new ArrayList<>();
    for (Shim shim : shims) {
      FutureTask<Optional<T>> answer = new FutureTask<>(() -> question.apply(shim));
      Thread.ofVirtual().name("ask-shim").start(answer);
      answers.add(answer);
    }
    List<T> given = new ArrayList<>();
    for (Future<Optional<T>> answer : answers) {
      try {
        answer.get().ifPresent(given::add);
      } catch (ExecutionException e) {
        throw new IllegalStateException("asking a shim fails only in foreseen ways", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return given;
  }

  private static Optional<Process> ask(Shim shim) {
    String container = shim.bundle().id().container();
    try {
      return Optional.of(
          Messages.fromShim(container, shim.forList().state(new StateRequest(container, ""))));
    } catch (TtrpcException e) {
      // It is there, only nobody knows how it is.
      return e.code() == Code.NOT_FOUND
          ? Optional.empty()
          : Optional.of(
              Process.newBuilder()
                  .setContainerId(container)
                  .setId(container)
                  .setStatus(Status.UNKNOWN)
                  .build());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The shims of a namespace. */
  List<Shim> shims(String namespace) {
    return shims.list(namespace);
  }
}
