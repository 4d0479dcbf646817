package dev.stevedore.lib.ttrpc.events;

import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;

/** A process was added, not started. */
public record TaskExecAdded(String containerId, String execId) implements TaskEvent {
  /** The type in an Any. */
  public static final String TYPE = "containerd.events.TaskExecAdded";

  /** Reads a {@code containerd.events.TaskExecAdded}. */
  public static TaskExecAdded decode(byte[] bytes) {
    String containerId = "";
    String execId = "";
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> containerId = in.string();
        case 2 -> execId = in.string();
        default -> in.skip();
      }
    }
    return new TaskExecAdded(containerId, execId);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.string(1, containerId);
    out.string(2, execId);
  }

  @Override
  public String topic() {
    return "/tasks/exec-added";
  }

  @Override
  public String type() {
    return TYPE;
  }
}
