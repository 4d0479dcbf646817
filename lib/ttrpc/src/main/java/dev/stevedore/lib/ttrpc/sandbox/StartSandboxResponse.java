package dev.stevedore.lib.ttrpc.sandbox;

import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;
import dev.stevedore.lib.ttrpc.wire.Timestamp;

/** A sandbox that runs: {@code containerd.runtime.sandbox.v1.StartSandboxResponse}. */
public record StartSandboxResponse(int pid, Timestamp createdAt) implements Message {
  @Override
  public void writeTo(ProtoWriter out) {
    out.uint32(1, pid);
    out.message(2, createdAt);
  }
}
