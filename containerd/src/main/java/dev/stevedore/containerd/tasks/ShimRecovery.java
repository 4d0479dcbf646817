package dev.stevedore.containerd.tasks;

import dev.stevedore.containerd.containers.ContainerStore;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.lib.linux.Trees;
import dev.stevedore.lib.linux.fifo.FifoPoller;
import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.jvm.TtrpcClosedException;
import dev.stevedore.lib.ttrpc.task.StateRequest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every bundle when the daemon starts: shims that still run are connected to again, dead
 * ones are cleared up after.
 */
final class ShimRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(ShimRecovery.class);

  private final Bundle.Place place;
  private final Shims shims;
  private final ShimProgram programs;
  private final ContainerStore containers;
  private final FifoPoller poller;

  ShimRecovery(
      Bundle.Place place,
      Shims shims,
      ShimProgram programs,
      ContainerStore containers,
      FifoPoller poller) {
    this.place = place;
    this.shims = shims;
    this.programs = programs;
    this.containers = containers;
    this.poller = poller;
  }

  /** Looks at all of them, at the same time, so that one that hangs delays the others little. */
  void run() throws IOException, InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (TaskId id : ids(place.state())) {
      threads.add(Thread.ofVirtual().name("recover " + id).start(() -> recover(id)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    // After a reboot the bundles are gone, but not what should have survived it.
    for (TaskId id : ids(place.root())) {
      if (shims.find(id).isEmpty()) {
        Trees.delete(place.bundle(id).work());
      }
    }
  }

  private static List<TaskId> ids(Path directory) throws IOException {
    List<TaskId> ids = new ArrayList<>();
    for (Path namespace : children(directory)) {
      for (Path task : children(namespace)) {
        ids.add(new TaskId(namespace.getFileName().toString(), task.getFileName().toString()));
      }
    }
    return ids;
  }

  private static List<Path> children(Path directory) throws IOException {
    List<Path> paths = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
        for (Path path : stream) {
          if (path.getFileName().toString().startsWith(".")) {
            Trees.delete(path);
          } else if (Files.isDirectory(path)) {
            paths.add(path);
          }
        }
      }
    }
    return paths;
  }

  private void recover(TaskId id) {
    Bundle bundle = place.bundle(id);
    try {
      Optional<Path> program = program(bundle);
      if (program.isEmpty()) {
        LOG.warn("{}: neither its container nor its shim is known; deleting it", id);
        bundle.delete();
        return;
      }
      reconnect(bundle, program.get());
    } catch (IOException | RuntimeException e) {
      LOG.error("recovering {}: {}", id, e.getMessage());
    }
  }

  private void reconnect(Bundle bundle, Path program) throws IOException {
    Optional<Shim> shim = connect(bundle, program);
    try {
      if (shim.isPresent() && (bundle.isSandbox() || hasTask(shim.get()))) {
        shims.adopt(shim.get());
        return;
      }
    } catch (TtrpcClosedException e) {
      LOG.info("{}: its shim has just ended", bundle.id());
    }
    LOG.info("cleaning up after the shim of {}", bundle.id());
    shim.ifPresent(Shim::end);
    shims.clearUpAndTell(bundle, program);
  }

  private Optional<Path> program(Bundle bundle) throws IOException {
    Path noted = bundle.path().resolve("shim-binary-path");
    if (Files.exists(noted)) {
      return Optional.of(Path.of(Files.readString(noted)));
    }
    return containers
        .find(bundle.id().namespace(), bundle.id().container())
        .map(container -> programs.find(container.getRuntime().getName()));
  }

  private Optional<Shim> connect(Bundle bundle, Path program) throws IOException {
    Optional<ShimAddress> address;
    try {
      address = ShimAddress.readFrom(bundle.path());
    } catch (Failure e) {
      LOG.warn("{}: {}", bundle.id(), e.getMessage());
      return Optional.empty();
    }
    if (address.isEmpty()) {
      return Optional.empty();
    }
    ShimLog log = ShimLog.open(bundle, poller);
    try {
      return Optional.of(new Shim(bundle, program, address.get(), log));
    } catch (IOException e) {
      log.close();
      LOG.info("{}: its shim is gone: {}", bundle.id(), e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Whether its task was made, running or ended. A shim that does not answer in time has the
   * benefit of the doubt: it may only be stopped, and its container is not to be killed for that.
   */
  private static boolean hasTask(Shim shim) throws IOException {
    try {
      String id = shim.bundle().id().container();
      return shim.forList().state(new StateRequest(id, "")).pid() > 0;
    } catch (TtrpcException e) {
      return e.code() != Code.NOT_FOUND;
    }
  }
}
