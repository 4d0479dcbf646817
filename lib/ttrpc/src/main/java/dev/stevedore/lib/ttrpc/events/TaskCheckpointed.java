package dev.stevedore.lib.ttrpc.events;

import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;

/** A checkpoint was written. */
public record TaskCheckpointed(String containerId, String checkpoint) implements TaskEvent {
  /** The type in an Any. */
  public static final String TYPE = "containerd.events.TaskCheckpointed";

  /** Reads a {@code containerd.events.TaskCheckpointed}. */
  public static TaskCheckpointed decode(byte[] bytes) {
    String containerId = "";
    String checkpoint = "";
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> containerId = in.string();
        case 2 -> checkpoint = in.string();
        default -> in.skip();
      }
    }
    return new TaskCheckpointed(containerId, checkpoint);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.string(1, containerId);
    out.string(2, checkpoint);
  }

  @Override
  public String topic() {
    return "/tasks/checkpointed";
  }

  @Override
  public String type() {
    return TYPE;
  }
}
