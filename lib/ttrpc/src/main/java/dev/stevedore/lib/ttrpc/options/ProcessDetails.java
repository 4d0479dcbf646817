package dev.stevedore.lib.ttrpc.options;

import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;

/** Which exec a process of the container is. */
public record ProcessDetails(String execId) implements Message {
  /** The type in an Any. */
  public static final String TYPE = "containerd.runc.v1.ProcessDetails";

  /** Reads a {@code containerd.runc.v1.ProcessDetails}. */
  public static ProcessDetails decode(byte[] bytes) {
    String execId = "";
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> execId = in.string();
        default -> in.skip();
      }
    }
    return new ProcessDetails(execId);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.string(1, execId);
  }
}
