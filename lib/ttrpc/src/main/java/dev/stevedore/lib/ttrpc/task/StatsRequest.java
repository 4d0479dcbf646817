package dev.stevedore.lib.ttrpc.task;

import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;

/** Asks for the container's resource usage. */
public record StatsRequest(String id) implements TaskRequest {
  /** Reads a {@code containerd.task.v2.StatsRequest}. */
  public static StatsRequest decode(byte[] bytes) {
    String id = "";
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> id = in.string();
        default -> in.skip();
      }
    }
    return new StatsRequest(id);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.string(1, id);
  }
}
