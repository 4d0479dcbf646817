package dev.stevedore.lib.ttrpc.events;

import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;
import dev.stevedore.lib.ttrpc.wire.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * A stopped process was removed.
 *
 * @param id the exec's name; empty for the first process
 */
public record TaskDelete(
    String containerId, int pid, int exitStatus, @Nullable Timestamp exitedAt, String id)
    implements TaskEvent {
  /** The type in an Any. */
  public static final String TYPE = "containerd.events.TaskDelete";

  /** Reads a {@code containerd.events.TaskDelete}. */
  public static TaskDelete decode(byte[] bytes) {
    String containerId = "";
    int pid = 0;
    int exitStatus = 0;
    @Nullable Timestamp exitedAt = null;
    String id = "";
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> containerId = in.string();
        case 2 -> pid = in.int32();
        case 3 -> exitStatus = in.int32();
        case 4 -> exitedAt = Timestamp.decode(in.bytes());
        case 5 -> id = in.string();
        default -> in.skip();
      }
    }
    return new TaskDelete(containerId, pid, exitStatus, exitedAt, id);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.string(1, containerId);
    out.uint32(2, pid);
    out.uint32(3, exitStatus);
    out.message(4, exitedAt);
    out.string(5, id);
  }

  @Override
  public String topic() {
    return "/tasks/delete";
  }

  @Override
  public String type() {
    return TYPE;
  }
}
