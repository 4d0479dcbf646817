package dev.stevedore.lib.ttrpc.task;

import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;
import dev.stevedore.lib.ttrpc.wire.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * How the removed process had ended.
 *
 * @param exitStatus exit code, or 128 and the signal that killed it
 */
public record DeleteResponse(int pid, int exitStatus, @Nullable Timestamp exitedAt)
    implements Message {
  /** Reads a {@code containerd.task.v2.DeleteResponse}. */
  public static DeleteResponse decode(byte[] bytes) {
    int pid = 0;
    int exitStatus = 0;
    @Nullable Timestamp exitedAt = null;
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> pid = in.int32();
        case 2 -> exitStatus = in.int32();
        case 3 -> exitedAt = Timestamp.decode(in.bytes());
        default -> in.skip();
      }
    }
    return new DeleteResponse(pid, exitStatus, exitedAt);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.uint32(1, pid);
    out.uint32(2, exitStatus);
    out.message(3, exitedAt);
  }
}
