package dev.stevedore.lib.ttrpc.task;

import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;

/**
 * Sends a signal.
 *
 * @param execId name of an added process; empty for the container's first process
 * @param signal its number
 * @param all to every process of the container
 */
public record KillRequest(String id, String execId, int signal, boolean all)
    implements TaskRequest {
  /** Reads a {@code containerd.task.v2.KillRequest}. */
  public static KillRequest decode(byte[] bytes) {
    String id = "";
    String execId = "";
    int signal = 0;
    boolean all = false;
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> id = in.string();
        case 2 -> execId = in.string();
        case 3 -> signal = in.int32();
        case 4 -> all = in.bool();
        default -> in.skip();
      }
    }
    return new KillRequest(id, execId, signal, all);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.string(1, id);
    out.string(2, execId);
    out.uint32(3, signal);
    out.bool(4, all);
  }
}
