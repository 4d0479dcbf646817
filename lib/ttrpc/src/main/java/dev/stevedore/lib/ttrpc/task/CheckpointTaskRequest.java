package dev.stevedore.lib.ttrpc.task;

import dev.stevedore.lib.ttrpc.wire.Any;
import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;
import org.jspecify.annotations.Nullable;

/** Writes a checkpoint of the container. */
public record CheckpointTaskRequest(String id, String path, @Nullable Any options)
    implements TaskRequest {
  /** Reads a {@code containerd.task.v2.CheckpointTaskRequest}. */
  public static CheckpointTaskRequest decode(byte[] bytes) {
    String id = "";
    String path = "";
    @Nullable Any options = null;
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> id = in.string();
        case 2 -> path = in.string();
        case 3 -> options = Any.decode(in.bytes());
        default -> in.skip();
      }
    }
    return new CheckpointTaskRequest(id, path, options);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.string(1, id);
    out.string(2, path);
    out.message(3, options);
  }
}
