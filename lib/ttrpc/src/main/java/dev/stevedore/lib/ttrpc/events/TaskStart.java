package dev.stevedore.lib.ttrpc.events;

import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;

/** The container's first process runs. */
public record TaskStart(String containerId, int pid) implements TaskEvent {
  /** The type in an Any. */
  public static final String TYPE = "containerd.events.TaskStart";

  /** Reads a {@code containerd.events.TaskStart}. */
  public static TaskStart decode(byte[] bytes) {
    String containerId = "";
    int pid = 0;
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> containerId = in.string();
        case 2 -> pid = in.int32();
        default -> in.skip();
      }
    }
    return new TaskStart(containerId, pid);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.string(1, containerId);
    out.uint32(2, pid);
  }

  @Override
  public String topic() {
    return "/tasks/start";
  }

  @Override
  public String type() {
    return TYPE;
  }
}
