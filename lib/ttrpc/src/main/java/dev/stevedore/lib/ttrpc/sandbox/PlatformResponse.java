package dev.stevedore.lib.ttrpc.sandbox;

import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;

/** What a sandbox can run: {@code containerd.runtime.sandbox.v1.PlatformResponse}. */
public record PlatformResponse(String os, String architecture) implements Message {
  @Override
  public void writeTo(ProtoWriter out) {
    out.message(1, new Platform(os, architecture));
  }

  private record Platform(String os, String architecture) implements Message {
    @Override
    public void writeTo(ProtoWriter out) {
      out.string(1, os);
      out.string(2, architecture);
    }
  }
}
