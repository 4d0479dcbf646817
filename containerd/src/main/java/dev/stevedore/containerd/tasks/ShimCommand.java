package dev.stevedore.containerd.tasks;

import com.google.protobuf.Any;
import com.google.protobuf.Timestamp;
import dev.stevedore.containerd.metadata.Times;
import dev.stevedore.lib.containerdapi.types.RuntimeInfo;
import dev.stevedore.lib.linux.Spawn;
import dev.stevedore.lib.linux.fifo.FifoPoller;
import dev.stevedore.lib.ttrpc.task.DeleteResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a shim's program: {@code start} to start a shim, {@code delete} to clear up after a dead
 * one. Both run in the bundle and are told, by flags and environment, where this daemon is.
 *
 * @param address of this daemon's gRPC socket
 * @param ttrpcAddress of its ttrpc socket
 * @param self this program, for shims that publish events by calling it
 * @param debug whether shims should say more
 * @param poller waits for the program's end
 */
record ShimCommand(Path address, Path ttrpcAddress, Path self, boolean debug, FifoPoller poller) {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration DELETE_LIMIT = Duration.ofSeconds(30);

  /**
   * Starts a shim.
   *
   * @param options of the runtime, which the program reads from its stdin
   */
  ShimAddress start(Path program, Bundle bundle, Optional<Any> options)
      throws IOException, InterruptedException {
    ShimRun run =
        run(
            program,
            bundle,
            List.of("-id", bundle.id().container()),
            "start",
            options.map(Any::toByteArray).orElse(new byte[0]),
            START_LIMIT);
    if (run.status().code() != 0) {
      throw new IOException(
          "failed to start shim: start failed: " + run.text() + ": " + run.status());
    }
    return ShimAddress.parse(ShimRun.text(run.output()));
  }

  /**
   * Asks a shim's program what it and its runtime can do.
   *
   * @param options of the runtime, which the program reads from its stdin
   */
  RuntimeInfo info(Path program, Optional<Any> options) throws IOException, InterruptedException {
    ShimRun run =
        ShimRun.of(
            new Spawn.Program(program, List.of("-info"), System.getenv()),
            Path.of("/"),
            options.map(Any::toByteArray).orElse(new byte[0]),
            START_LIMIT,
            poller);
    if (run.status().code() != 0) {
      throw new IOException(
          "failed to run ["
              + program
              + " -info]: "
              + run.status()
              + " (stderr: \""
              + ShimRun.text(run.errors())
              + "\")");
    }
    return RuntimeInfo.parseFrom(run.output());
  }

  /** Has a dead shim's container killed and cleared up; gives how it ended. */
  Exit delete(Path program, Bundle bundle) throws IOException, InterruptedException {
    ShimRun run =
        run(
            program,
            bundle,
            List.of("-id", bundle.id().container(), "-bundle", bundle.path().toString()),
            "delete",
            new byte[0],
            DELETE_LIMIT);
    if (run.status().code() != 0) {
      throw new IOException(
          program.getFileName() + " delete: " + ShimRun.text(run.errors()) + ": " + run.status());
    }
    DeleteResponse response = DeleteResponse.decode(run.output().toByteArray());
    var at = response.exitedAt();
    Timestamp exitedAt =
        at == null
            ? Times.now()
            : Timestamp.newBuilder().setSeconds(at.seconds()).setNanos(at.nanos()).build();
    return new Exit(response.pid(), response.exitStatus(), exitedAt);
  }

  private ShimRun run(
      Path program, Bundle bundle, List<String> flags, String verb, byte[] input, Duration limit)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-namespace", bundle.id().namespace()));
    arguments.addAll(List.of("-address", address.toString()));
    arguments.addAll(List.of("-publish-binary", self.toString()));
    arguments.addAll(flags);
    if (debug) {
      arguments.add("-debug");
    }
    arguments.add(verb);
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("GOMAXPROCS", "2");
    environment.put("MAX_SHIM_VERSION", "3");
    environment.put("TTRPC_ADDRESS", ttrpcAddress.toString());
    environment.put("GRPC_ADDRESS", address.toString());
    environment.put("NAMESPACE", bundle.id().namespace());
    environment.remove("NOTIFY_SOCKET");
    return ShimRun.of(
        new Spawn.Program(program, arguments, environment), bundle.path(), input, limit, poller);
  }
}
