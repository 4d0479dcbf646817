package dev.stevedore.lib.ttrpc.task;

import dev.stevedore.lib.ttrpc.wire.Any;
import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes the resource limits of the container.
 *
 * @param resources OCI {@code linux.resources} as JSON
 */
public record UpdateTaskRequest(String id, @Nullable Any resources, Map<String, String> annotations)
    implements TaskRequest {
  /** Reads a {@code containerd.task.v2.UpdateTaskRequest}. */
  public static UpdateTaskRequest decode(byte[] bytes) {
    String id = "";
    @Nullable Any resources = null;
    Map<String, String> annotations = new LinkedHashMap<>();
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> id = in.string();
        case 2 -> resources = Any.decode(in.bytes());
        case 3 -> in.stringEntry(annotations);
        default -> in.skip();
      }
    }
    return new UpdateTaskRequest(id, resources, annotations);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.string(1, id);
    out.message(2, resources);
    out.stringMap(3, annotations);
  }
}
