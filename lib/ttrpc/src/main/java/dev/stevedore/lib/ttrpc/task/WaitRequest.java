package dev.stevedore.lib.ttrpc.task;

import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;

/**
 * Answered when the process has exited.
 *
 * @param execId name of an added process; empty for the container's first process
 */
public record WaitRequest(String id, String execId) implements TaskRequest {
  /** Reads a {@code containerd.task.v2.WaitRequest}. */
  public static WaitRequest decode(byte[] bytes) {
    String id = "";
    String execId = "";
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> id = in.string();
        case 2 -> execId = in.string();
        default -> in.skip();
      }
    }
    return new WaitRequest(id, execId);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.string(1, id);
    out.string(2, execId);
  }
}
