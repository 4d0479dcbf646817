package dev.stevedore.lib.ttrpc.events;

import dev.stevedore.lib.ttrpc.task.Mount;
import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The container was created. */
public record TaskCreate(
    String containerId,
    String bundle,
    List<Mount> rootfs,
    @Nullable TaskIO io,
    String checkpoint,
    int pid)
    implements TaskEvent {
  /** The type in an Any. */
  public static final String TYPE = "containerd.events.TaskCreate";

  /** Reads a {@code containerd.events.TaskCreate}. */
  public static TaskCreate decode(byte[] bytes) {
    String containerId = "";
    String bundle = "";
    List<Mount> rootfs = new ArrayList<>();
    @Nullable TaskIO io = null;
    String checkpoint = "";
    int pid = 0;
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> containerId = in.string();
        case 2 -> bundle = in.string();
        case 3 -> rootfs.add(Mount.decode(in.bytes()));
        case 4 -> io = TaskIO.decode(in.bytes());
        case 5 -> checkpoint = in.string();
        case 6 -> pid = in.int32();
        default -> in.skip();
      }
    }
    return new TaskCreate(containerId, bundle, rootfs, io, checkpoint, pid);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.string(1, containerId);
    out.string(2, bundle);
    out.messages(3, rootfs);
    out.message(4, io);
    out.string(5, checkpoint);
    out.uint32(6, pid);
  }

  @Override
  public String topic() {
    return "/tasks/create";
  }

  @Override
  public String type() {
    return TYPE;
  }
}
