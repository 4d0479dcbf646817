package dev.stevedore.containerd.tasks;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.stevedore.containerd.metadata.Times;
import dev.stevedore.lib.ttrpc.task.DeleteResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs a shim's program: {@code start} to start a shim, {@code delete} to clear up after a dead
 * one. Both run in the bundle and are told, by flags and environment, where this daemon is.
 *
 * @param address of this daemon's gRPC socket
 * @param ttrpcAddress of its ttrpc socket
 * @param self this program, for shims that publish events by calling it
 * @param debug whether shims should say more
 */
record ShimCommand(Path address, Path ttrpcAddress, Path self, boolean debug) {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration DELETE_LIMIT = Duration.ofSeconds(30);

  private record Output(ByteString out, ByteString err, int status) {}

  /**
   * Starts a shim.
   *
   * @param options of the runtime, which the program reads from its stdin
   */
  ShimAddress start(Path program, Bundle bundle, Optional<Any> options)
      throws IOException, InterruptedException {
    Output output =
        run(
            program,
            bundle,
            List.of("-id", bundle.id().container()),
            "start",
            options.map(Any::toByteArray).orElse(new byte[0]),
            START_LIMIT);
    if (output.status != 0) {
      throw new IOException(
          "failed to start shim: start failed: "
              + text(output.out)
              + text(output.err)
              + ": exit status "
              + output.status);
    }
    return ShimAddress.parse(text(output.out));
  }

  /** Has a dead shim's container killed and cleared up; gives how it ended. */
  Exit delete(Path program, Bundle bundle) throws IOException, InterruptedException {
    Output output =
        run(
            program,
            bundle,
            List.of("-id", bundle.id().container(), "-bundle", bundle.path().toString()),
            "delete",
            new byte[0],
            DELETE_LIMIT);
    if (output.status != 0) {
      throw new IOException(
          program.getFileName()
              + " delete: "
              + text(output.err)
              + ": exit status "
              + output.status);
    }
    DeleteResponse response = DeleteResponse.decode(output.out.toByteArray());
    var at = response.exitedAt();
    Timestamp exitedAt =
        at == null
            ? Times.now()
            : Timestamp.newBuilder().setSeconds(at.seconds()).setNanos(at.nanos()).build();
    return new Exit(response.pid(), response.exitStatus(), exitedAt);
  }

  private Output run(
      Path program, Bundle bundle, List<String> flags, String verb, byte[] input, Duration limit)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(List.of("-namespace", bundle.id().namespace()));
    command.addAll(List.of("-address", address.toString()));
    command.addAll(List.of("-publish-binary", self.toString()));
    command.addAll(flags);
    if (debug) {
      command.add("-debug");
    }
    command.add(verb);
    ProcessBuilder builder = new ProcessBuilder(command).directory(bundle.path().toFile());
    Map<String, String> environment = builder.environment();
    environment.put("GOMAXPROCS", "2");
    environment.put("MAX_SHIM_VERSION", "3");
    environment.put("TTRPC_ADDRESS", ttrpcAddress.toString());
    environment.put("GRPC_ADDRESS", address.toString());
    environment.put("NAMESPACE", bundle.id().namespace());
    environment.remove("NOTIFY_SOCKET");
    Process process = builder.start();
    try {
      CompletableFuture<byte[]> err = readLater(process);
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(input);
      } catch (IOException e) {
        // It does not want its options; whether it works without, its exit status tells.
      }
      CompletableFuture<Void> killer =
          CompletableFuture.runAsync(
              process::destroyForcibly,
              CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS));
      byte[] out = process.getInputStream().readAllBytes();
      int status = process.waitFor();
      killer.cancel(false);
      return new Output(ByteString.copyFrom(out), ByteString.copyFrom(err.join()), status);
    } finally {
      process.destroyForcibly();
    }
  }

  private static CompletableFuture<byte[]> readLater(Process process) {
    CompletableFuture<byte[]> read = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("shim-stderr")
        .start(
            () -> {
              try {
                read.complete(process.getErrorStream().readAllBytes());
              } catch (IOException e) {
                read.complete(new byte[0]);
              }
            });
    return read;
  }

  private static String text(ByteString bytes) {
    return bytes.toStringUtf8().strip();
  }
}
