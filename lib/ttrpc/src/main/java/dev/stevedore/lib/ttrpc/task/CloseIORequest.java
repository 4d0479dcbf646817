package dev.stevedore.lib.ttrpc.task;

import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;

/**
 * Closes the standard input of a process.
 *
 * @param execId name of an added process; empty for the container's first process
 */
public record CloseIORequest(String id, String execId, boolean stdin) implements TaskRequest {
  /** Reads a {@code containerd.task.v2.CloseIORequest}. */
  public static CloseIORequest decode(byte[] bytes) {
    String id = "";
    String execId = "";
    boolean stdin = false;
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> id = in.string();
        case 2 -> execId = in.string();
        case 3 -> stdin = in.bool();
        default -> in.skip();
      }
    }
    return new CloseIORequest(id, execId, stdin);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.string(1, id);
    out.string(2, execId);
    out.bool(3, stdin);
  }
}
