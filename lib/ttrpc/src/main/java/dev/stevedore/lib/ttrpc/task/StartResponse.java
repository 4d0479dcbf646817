package dev.stevedore.lib.ttrpc.task;

import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;

/** The process runs. */
public record StartResponse(int pid) implements Message {
  /** Reads a {@code containerd.task.v2.StartResponse}. */
  public static StartResponse decode(byte[] bytes) {
    int pid = 0;
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> pid = in.int32();
        default -> in.skip();
      }
    }
    return new StartResponse(pid);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.uint32(1, pid);
  }
}
