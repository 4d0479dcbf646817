package dev.stevedore.lib.ttrpc.events;

import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;

/** The container was thawed. */
public record TaskResumed(String containerId) implements TaskEvent {
  /** The type in an Any. */
  public static final String TYPE = "containerd.events.TaskResumed";

  /** Reads a {@code containerd.events.TaskResumed}. */
  public static TaskResumed decode(byte[] bytes) {
    String containerId = "";
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> containerId = in.string();
        default -> in.skip();
      }
    }
    return new TaskResumed(containerId);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.string(1, containerId);
  }

  @Override
  public String topic() {
    return "/tasks/resumed";
  }

  @Override
  public String type() {
    return TYPE;
  }
}
