package dev.stevedore.lib.ttrpc.events;

import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;

/** The stdio of a task. */
public record TaskIO(String stdin, String stdout, String stderr, boolean terminal)
    implements Message {
  /** Reads a {@code containerd.events.TaskIO}. */
  public static TaskIO decode(byte[] bytes) {
    String stdin = "";
    String stdout = "";
    String stderr = "";
    boolean terminal = false;
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> stdin = in.string();
        case 2 -> stdout = in.string();
        case 3 -> stderr = in.string();
        case 4 -> terminal = in.bool();
        default -> in.skip();
      }
    }
    return new TaskIO(stdin, stdout, stderr, terminal);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.string(1, stdin);
    out.string(2, stdout);
    out.string(3, stderr);
    out.bool(4, terminal);
  }
}
