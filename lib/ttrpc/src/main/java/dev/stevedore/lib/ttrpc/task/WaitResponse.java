package dev.stevedore.lib.ttrpc.task;

import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;
import dev.stevedore.lib.ttrpc.wire.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * How the process ended.
 *
 * @param exitStatus exit code, or 128 and the signal that killed it
 */
public record WaitResponse(int exitStatus, @Nullable Timestamp exitedAt) implements Message {
  /** Reads a {@code containerd.task.v2.WaitResponse}. */
  public static WaitResponse decode(byte[] bytes) {
    int exitStatus = 0;
    @Nullable Timestamp exitedAt = null;
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> exitStatus = in.int32();
        case 2 -> exitedAt = Timestamp.decode(in.bytes());
        default -> in.skip();
      }
    }
    return new WaitResponse(exitStatus, exitedAt);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.uint32(1, exitStatus);
    out.message(2, exitedAt);
  }
}
