package dev.stevedore.containerd.tasks;

import com.google.protobuf.Any;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.events.Events;
import dev.stevedore.containerd.metadata.Times;
import dev.stevedore.lib.containerdapi.events.SandboxExit;
import dev.stevedore.lib.containerdapi.events.TaskDelete;
import dev.stevedore.lib.containerdapi.events.TaskExit;
import dev.stevedore.lib.containerdapi.types.RuntimeInfo;
import dev.stevedore.lib.linux.fifo.FifoPoller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shims that run. One that ends without being told to is noticed by its connection: what it
 * left is cleared up, and the end of its task is made known.
 */
final class Shims {
  private static final Logger LOG = LoggerFactory.getLogger(Shims.class);

  /** The exit status told when nobody knows the real one, as containerd has it. */
  private static final int UNKNOWN_STATUS = 255;

  private final Bundle.Place place;
  private final ShimProgram programs;
  private final ShimCommand command;
  private final FifoPoller poller;
  private final Events events;
  private final Map<TaskId, Shim> shims = new ConcurrentHashMap<>();
  private final Set<TaskId> starting = ConcurrentHashMap.newKeySet();

  Shims(
      Bundle.Place place,
      ShimProgram programs,
      ShimCommand command,
      FifoPoller poller,
      Events events) {
    this.place = place;
    this.programs = programs;
    this.command = command;
    this.poller = poller;
    this.events = events;
  }

  /** What a shim's program says of itself and its runtime. */
  RuntimeInfo info(String runtime, Optional<Any> options) throws IOException, InterruptedException {
    Path program;
    try {
      program = programs.find(runtime);
    } catch (Failure e) {
      // Nothing is to be started here.
      throw Failure.verbatim(
          e.kind(), String.valueOf(e.getMessage()).replaceFirst("^failed to start shim: ", ""));
    }
    return command.info(program, options);
  }

  Optional<Shim> find(TaskId id) {
    return Optional.ofNullable(shims.get(id));
  }

  List<Shim> list(String namespace) {
    return shims.values().stream()
        .filter(shim -> shim.bundle().id().namespace().equals(namespace))
        .toList();
  }

  /** What is done with a shim that was just started; if it fails, the shim goes again. */
  @FunctionalInterface
  interface FirstUse<T> {
    T run(Shim shim) throws IOException;
  }

  /** What a shim is needed for. */
  sealed interface Purpose {
    /** A task, with a shim of its own. */
    record OwnTask() implements Purpose {}

    /** A task that uses the shim of its sandbox. */
    record TaskIn(Shim sandbox) implements Purpose {}

    /** A sandbox. */
    record ForSandbox() implements Purpose {}
  }

  /**
   * Starts a shim, or connects to that of a sandbox.
   *
   * @param id of the task, or of the sandbox
   * @param runtime its runtime's name
   * @param config what to run
   * @param options of the runtime
   * @param firstUse creates the task or the sandbox
   */
  <T> T start(
      TaskId id,
      Purpose purpose,
      String runtime,
      byte[] config,
      Optional<Any> options,
      FirstUse<T> firstUse)
      throws IOException, InterruptedException {
    if (!starting.add(id)) {
      throw Failure.alreadyExists("task " + id.container());
    }
    try {
      if (shims.containsKey(id)) {
        throw Failure.alreadyExists("task " + id.container());
      }
      Path program =
          purpose instanceof Purpose.TaskIn(Shim sandbox)
              ? sandbox.program()
              : programs.find(runtime);
      Bundle bundle = place.bundle(id);
      bundle.create(config);
      return start(bundle, program, purpose, options, firstUse);
    } finally {
      starting.remove(id);
    }
  }

  private <T> T start(
      Bundle bundle, Path program, Purpose purpose, Optional<Any> options, FirstUse<T> firstUse)
      throws IOException, InterruptedException {
    Shim shim = null;
    boolean done = false;
    try {
      shim = connect(bundle, program, purpose, options);
      T result = firstUse.run(shim);
      shims.put(bundle.id(), shim);
      watch(shim);
      done = true;
      return result;
    } finally {
      if (!done) {
        if (shim != null) {
          shim.end();
        }
        clearUp(bundle, program);
      }
    }
  }

  private Shim connect(Bundle bundle, Path program, Purpose purpose, Optional<Any> options)
      throws IOException, InterruptedException {
    ShimLog log = ShimLog.open(bundle, poller);
    boolean done = false;
    try {
      Files.writeString(bundle.path().resolve("shim-binary-path"), program.toString());
      ShimAddress address =
          switch (purpose) {
            case Purpose.OwnTask() -> command.start(program, bundle, options);
            case Purpose.TaskIn(Shim sandbox) -> {
              bundle.joinSandbox(sandbox.bundle().id().container());
              yield sandbox.address();
            }
            case Purpose.ForSandbox() -> {
              bundle.joinSandbox(bundle.id().container());
              yield command.start(program, bundle, options);
            }
          };
      address.writeTo(bundle.path());
      Shim shim = new Shim(bundle, program, address, log);
      done = true;
      return shim;
    } finally {
      if (!done) {
        log.close();
      }
    }
  }

  /** Takes a shim that an earlier daemon started. */
  void adopt(Shim shim) {
    shims.put(shim.bundle().id(), shim);
    watch(shim);
  }

  private void watch(Shim shim) {
    Future<Void> _ =
        shim.disconnected()
            .thenRun(
                () -> {
                  if (shim.markEnding()) {
                    Thread.ofVirtual().name("shim-death").start(() -> bury(shim));
                  }
                });
  }

  /** Deletes the shim of a task that is deleted, and all that is left of it. */
  void remove(Shim shim) throws IOException {
    shim.end();
    shims.remove(shim.bundle().id(), shim);
    shim.bundle().delete();
  }

  private void bury(Shim shim) {
    TaskId id = shim.bundle().id();
    LOG.info("shim disconnected: {}", id);
    shim.close();
    boolean isSandbox = isSandbox(shim.bundle());
    Exit exit = clearUp(shim.bundle(), shim.program());
    shims.remove(id, shim);
    publishDeath(id, isSandbox, exit);
    shim.afterDeath().complete(exit);
  }

  /** Clears up after a shim that an earlier daemon left and that is gone now. */
  void clearUpAndTell(Bundle bundle, Path program) {
    boolean isSandbox = isSandbox(bundle);
    publishDeath(bundle.id(), isSandbox, clearUp(bundle, program));
  }

  private static boolean isSandbox(Bundle bundle) {
    try {
      return bundle.isSandbox();
    } catch (IOException e) {
      LOG.warn("{}: {}", bundle.path(), e.getMessage());
      return false;
    }
  }

  private void publishDeath(TaskId id, boolean isSandbox, Exit exit) {
    if (isSandbox) {
      events.publish(
          id.namespace(),
          "/sandboxes/exit",
          SandboxExit.newBuilder()
              .setSandboxId(id.container())
              .setExitStatus(exit.status())
              .setExitedAt(exit.at())
              .build());
      return;
    }
    events.publish(
        id.namespace(),
        "/tasks/exit",
        TaskExit.newBuilder()
            .setContainerId(id.container())
            .setId(id.container())
            .setPid(exit.pid())
            .setExitStatus(exit.status())
            .setExitedAt(exit.at())
            .build());
    events.publish(
        id.namespace(),
        "/tasks/delete",
        TaskDelete.newBuilder()
            .setContainerId(id.container())
            .setPid(exit.pid())
            .setExitStatus(exit.status())
            .setExitedAt(exit.at())
            .build());
  }

  /** Has the shim's program kill what the shim may have left running, and deletes the bundle. */
  Exit clearUp(Bundle bundle, Path program) {
    Exit exit = new Exit(0, UNKNOWN_STATUS, Times.now());
    try {
      exit = command.delete(program, bundle);
    } catch (IOException | RuntimeException e) {
      LOG.warn("failed to clean up after shim disconnected: {}: {}", bundle.id(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      // Its own shim leaves it when it is killed, and not every shim's `delete` takes it away.
      Optional<ShimAddress> address = ShimAddress.readFrom(bundle.path());
      if (address.isPresent() && !bundle.isInSandbox()) {
        Files.deleteIfExists(address.get().socket());
      }
      bundle.delete();
    } catch (IOException | Failure e) {
      LOG.warn("deleting {}: {}", bundle.path(), e.getMessage());
    }
    return exit;
  }
}
