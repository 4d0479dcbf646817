package dev.stevedore.lib.ttrpc.task;

import dev.stevedore.lib.ttrpc.wire.Any;
import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;
import org.jspecify.annotations.Nullable;

/**
 * A process in the container.
 *
 * @param pid in the shim's pid namespace
 * @param info what the shim knows of it, such as {@code containerd.runc.v1.ProcessDetails}
 */
public record ProcessInfo(int pid, @Nullable Any info) implements Message {
  /** Reads a {@code containerd.v1.types.ProcessInfo}. */
  public static ProcessInfo decode(byte[] bytes) {
    int pid = 0;
    @Nullable Any info = null;
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> pid = in.int32();
        case 2 -> info = Any.decode(in.bytes());
        default -> in.skip();
      }
    }
    return new ProcessInfo(pid, info);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.uint32(1, pid);
    out.message(2, info);
  }
}
