package dev.stevedore.lib.ttrpc.events;

import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;

/** The kernel killed for want of memory in the container's cgroup. */
public record TaskOOM(String containerId) implements TaskEvent {
  /** The type in an Any. */
  public static final String TYPE = "containerd.events.TaskOOM";

  /** Reads a {@code containerd.events.TaskOOM}. */
  public static TaskOOM decode(byte[] bytes) {
    String containerId = "";
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> containerId = in.string();
        default -> in.skip();
      }
    }
    return new TaskOOM(containerId);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.string(1, containerId);
  }

  @Override
  public String topic() {
    return "/tasks/oom";
  }

  @Override
  public String type() {
    return TYPE;
  }
}
