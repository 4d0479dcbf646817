package dev.stevedore.lib.ttrpc.task;

import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;

/** The pids of the shim and of the container. */
public record ConnectResponse(int shimPid, int taskPid, String version) implements Message {
  /** Reads a {@code containerd.task.v2.ConnectResponse}. */
  public static ConnectResponse decode(byte[] bytes) {
    int shimPid = 0;
    int taskPid = 0;
    String version = "";
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> shimPid = in.int32();
        case 2 -> taskPid = in.int32();
        case 3 -> version = in.string();
        default -> in.skip();
      }
    }
    return new ConnectResponse(shimPid, taskPid, version);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.uint32(1, shimPid);
    out.uint32(2, taskPid);
    out.string(3, version);
  }
}
