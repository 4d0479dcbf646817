package dev.stevedore.lib.ttrpc.events;

import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;

/** An added process runs. */
public record TaskExecStarted(String containerId, String execId, int pid) implements TaskEvent {
  /** The type in an Any. */
  public static final String TYPE = "containerd.events.TaskExecStarted";

  /** Reads a {@code containerd.events.TaskExecStarted}. */
  public static TaskExecStarted decode(byte[] bytes) {
    String containerId = "";
    String execId = "";
    int pid = 0;
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> containerId = in.string();
        case 2 -> execId = in.string();
        case 3 -> pid = in.int32();
        default -> in.skip();
      }
    }
    return new TaskExecStarted(containerId, execId, pid);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.string(1, containerId);
    out.string(2, execId);
    out.uint32(3, pid);
  }

  @Override
  public String topic() {
    return "/tasks/exec-started";
  }

  @Override
  public String type() {
    return TYPE;
  }
}
