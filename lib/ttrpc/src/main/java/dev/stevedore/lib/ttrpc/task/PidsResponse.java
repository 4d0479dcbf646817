package dev.stevedore.lib.ttrpc.task;

import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.List;

/** All processes of the container. */
public record PidsResponse(List<ProcessInfo> processes) implements Message {
  /** Reads a {@code containerd.task.v2.PidsResponse}. */
  public static PidsResponse decode(byte[] bytes) {
    List<ProcessInfo> processes = new ArrayList<>();
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> processes.add(ProcessInfo.decode(in.bytes()));
        default -> in.skip();
      }
    }
    return new PidsResponse(processes);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.messages(1, processes);
  }
}
