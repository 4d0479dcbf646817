package dev.stevedore.shim.sandbox;

import dev.stevedore.lib.posix.Clock;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.sandbox.SandboxStatusResponse;
import dev.stevedore.lib.ttrpc.sandbox.StartSandboxResponse;
import dev.stevedore.lib.ttrpc.task.WaitResponse;
import dev.stevedore.lib.ttrpc.wire.Timestamp;
import dev.stevedore.shim.rpc.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one sandbox of a shim, from its creation to its stop. */
final class Sandbox {
  private final String id;
  private final Timestamp createdAt = now();
  private final List<Reply> waiting = new ArrayList<>();
  private boolean started;
  private @Nullable Timestamp stoppedAt;

  Sandbox(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  boolean isStopped() {
    return stoppedAt != null;
  }

  StartSandboxResponse start() {
    if (started) {
      throw new TtrpcException(
          Code.FAILED_PRECONDITION, "sandbox \"" + id + "\" was started already");
    }
    started = true;
    return new StartSandboxResponse(Processes.self(), createdAt);
  }

  SandboxStatusResponse status() {
    boolean ready = started && !isStopped();
    return new SandboxStatusResponse(
        id,
        Processes.self(),
        ready ? SandboxStatusResponse.READY : SandboxStatusResponse.NOT_READY,
        createdAt,
        stoppedAt);
  }

  /** Stops it, if it has not stopped, and answers those who wait for that. */
  void stop() {
    if (stoppedAt != null) {
      return;
    }
    Timestamp at = now();
    stoppedAt = at;
    List<Reply> replies = List.copyOf(waiting);
    for (Reply reply : replies) {
      reply.succeed(new WaitResponse(0, at));
    }
  }

  void await(Reply reply) {
    if (stoppedAt != null) {
      reply.succeed(new WaitResponse(0, stoppedAt));
      return;
    }
    waiting.add(reply);
    reply.whenOver(() -> waiting.remove(reply));
  }

  private static Timestamp now() {
    long nanos = Clock.realtimeNanos();
    return new Timestamp(nanos / 1_000_000_000L, (int) (nanos % 1_000_000_000L));
  }
}
