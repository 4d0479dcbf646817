package dev.stevedore.lib.ttrpc.task;

import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;

/**
 * Sets the size of a terminal.
 *
 * @param execId name of an added process; empty for the container's first process
 * @param width columns
 * @param height rows
 */
public record ResizePtyRequest(String id, String execId, int width, int height)
    implements TaskRequest {
  /** Reads a {@code containerd.task.v2.ResizePtyRequest}. */
  public static ResizePtyRequest decode(byte[] bytes) {
    String id = "";
    String execId = "";
    int width = 0;
    int height = 0;
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> id = in.string();
        case 2 -> execId = in.string();
        case 3 -> width = in.int32();
        case 4 -> height = in.int32();
        default -> in.skip();
      }
    }
    return new ResizePtyRequest(id, execId, width, height);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.string(1, id);
    out.string(2, execId);
    out.uint32(3, width);
    out.uint32(4, height);
  }
}
