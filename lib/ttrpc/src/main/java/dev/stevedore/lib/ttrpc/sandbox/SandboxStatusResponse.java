package dev.stevedore.lib.ttrpc.sandbox;

import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;
import dev.stevedore.lib.ttrpc.wire.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * How a sandbox is: {@code containerd.runtime.sandbox.v1.SandboxStatusResponse}.
 *
 * @param state {@link #READY} or {@link #NOT_READY}, as Kubernetes calls them
 */
public record SandboxStatusResponse(
    String sandboxId, int pid, String state, Timestamp createdAt, @Nullable Timestamp exitedAt)
    implements Message {
  /** It was started and not stopped. */
  public static final String READY = "SANDBOX_READY";

  /** It was not started, or has stopped. */
  public static final String NOT_READY = "SANDBOX_NOTREADY";

  @Override
  public void writeTo(ProtoWriter out) {
    out.string(1, sandboxId);
    out.uint32(2, pid);
    out.string(3, state);
    out.message(5, createdAt);
    out.message(6, exitedAt);
  }
}
