package dev.stevedore.lib.ttrpc.task;

import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;

/**
 * Ends the shim when it has no containers left.
 *
 * @param now even when it has some
 */
public record ShutdownRequest(String id, boolean now) implements TaskRequest {
  /** Reads a {@code containerd.task.v2.ShutdownRequest}. */
  public static ShutdownRequest decode(byte[] bytes) {
    String id = "";
    boolean now = false;
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> id = in.string();
        case 2 -> now = in.bool();
        default -> in.skip();
      }
    }
    return new ShutdownRequest(id, now);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.string(1, id);
    out.bool(2, now);
  }
}
