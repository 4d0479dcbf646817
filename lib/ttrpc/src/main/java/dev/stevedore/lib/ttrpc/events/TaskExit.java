package dev.stevedore.lib.ttrpc.events;

import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;
import dev.stevedore.lib.ttrpc.wire.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * A process ended.
 *
 * @param id the exec's name; the container's id for the first process
 * @param exitStatus exit code, or 128 and the signal that killed it
 */
public record TaskExit(
    String containerId, String id, int pid, int exitStatus, @Nullable Timestamp exitedAt)
    implements TaskEvent {
  /** The type in an Any. */
  public static final String TYPE = "containerd.events.TaskExit";

  /** Reads a {@code containerd.events.TaskExit}. */
  public static TaskExit decode(byte[] bytes) {
    String containerId = "";
    String id = "";
    int pid = 0;
    int exitStatus = 0;
    @Nullable Timestamp exitedAt = null;
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> containerId = in.string();
        case 2 -> id = in.string();
        case 3 -> pid = in.int32();
        case 4 -> exitStatus = in.int32();
        case 5 -> exitedAt = Timestamp.decode(in.bytes());
        default -> in.skip();
      }
    }
    return new TaskExit(containerId, id, pid, exitStatus, exitedAt);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.string(1, containerId);
    out.string(2, id);
    out.uint32(3, pid);
    out.uint32(4, exitStatus);
    out.message(5, exitedAt);
  }

  @Override
  public String topic() {
    return "/tasks/exit";
  }

  @Override
  public String type() {
    return TYPE;
  }
}
