package dev.stevedore.lib.ttrpc.task;

import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;

/** Freezes the container. */
public record PauseRequest(String id) implements TaskRequest {
  /** Reads a {@code containerd.task.v2.PauseRequest}. */
  public static PauseRequest decode(byte[] bytes) {
    String id = "";
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> id = in.string();
        default -> in.skip();
      }
    }
    return new PauseRequest(id);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.string(1, id);
  }
}
