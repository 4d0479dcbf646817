package dev.stevedore.containerd.tasks;

import dev.stevedore.lib.ttrpc.Metadata;
import dev.stevedore.lib.ttrpc.jvm.TaskClient;
import dev.stevedore.lib.ttrpc.jvm.TtrpcClient;
import dev.stevedore.lib.ttrpc.sandbox.SandboxRequest;
import dev.stevedore.lib.ttrpc.task.ShutdownRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A running shim, and the connection to it: one for each bundle, also where bundles share it. */
final class Shim {
  /** For what a shim answers out of its head. A stopped shim delays nobody longer than this. */
  private static final Duration QUICK = Duration.ofSeconds(10);

  /** For what it runs a runtime for. */
  private static final Duration SLOW = Duration.ofMinutes(2);

  /** For criu, which writes or reads a container's memory: gigabytes, perhaps. */
  private static final Duration CHECKPOINT = Duration.ofMinutes(30);

  private static final Duration LIST = Duration.ofSeconds(2);
  private static final Duration SHUTDOWN = Duration.ofSeconds(3);

  private final Bundle bundle;
  private final Path program;
  private final TtrpcClient connection;
  private final ShimAddress address;
  private final ShimLog log;
  private final boolean isOthers;
  private final AtomicBoolean ending = new AtomicBoolean();
  private final CompletableFuture<Exit> afterDeath = new CompletableFuture<>();

  Shim(Bundle bundle, Path program, ShimAddress address, ShimLog log) throws IOException {
    this.bundle = bundle;
    this.program = program;
    this.address = address;
    this.log = log;
    this.isOthers = bundle.isInSandbox();
    this.connection =
        TtrpcClient.connect(
            address.socket(), Metadata.of(Metadata.NAMESPACE, bundle.id().namespace()));
  }

  Bundle bundle() {
    return bundle;
  }

  Path program() {
    return program;
  }

  ShimAddress address() {
    return address;
  }

  TaskClient quick() {
    return new TaskClient(connection, address.service(), QUICK);
  }

  TaskClient slow() {
    return new TaskClient(connection, address.service(), SLOW);
  }

  /** For writing checkpoints, and starting from them. */
  TaskClient checkpoint() {
    return new TaskClient(connection, address.service(), CHECKPOINT);
  }

  /** For lists of many tasks, one of which may hang. */
  TaskClient forList() {
    return new TaskClient(connection, address.service(), LIST);
  }

  /**
   * Calls its sandbox service.
   *
   * @param limit zero for none
   */
  byte[] sandbox(String method, byte[] request, Duration limit) throws IOException {
    return connection.call(SandboxRequest.SERVICE, method, request, limit);
  }

  /** Completes when the connection ends, be it by {@link #end}. */
  CompletableFuture<Void> disconnected() {
    return connection.closed();
  }

  /** How its task ended, once that is known after the shim died by itself. */
  CompletableFuture<Exit> afterDeath() {
    return afterDeath;
  }

  /** Whether somebody has told it to end; true is given to one caller only. */
  boolean markEnding() {
    return ending.compareAndSet(false, true);
  }

  /** It was told to end and will not, so its death would be news again. */
  void goesOn() {
    ending.set(false);
  }

  /**
   * Tells it to end and closes the connection. It stays if it has other containers; that of a
   * sandbox is not told by its tasks.
   */
  void end() {
    ending.set(true);
    if (isOthers) {
      close();
      return;
    }
    try {
      new TaskClient(connection, address.service(), SHUTDOWN)
          .shutdown(new ShutdownRequest(bundle.id().container(), false));
    } catch (IOException | RuntimeException e) {
      // It may end before it answers, or be gone already.
    }
    close();
  }

  void close() {
    log.close();
    try {
      connection.close();
    } catch (IOException e) {
      // Nothing more can be done with a socket that cannot be closed.
    }
  }
}
