package dev.stevedore.lib.ttrpc.task;

import dev.stevedore.lib.ttrpc.wire.Any;
import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;
import org.jspecify.annotations.Nullable;

/**
 * Resource usage.
 *
 * @param stats {@code io.containerd.cgroups.v1.Metrics} or {@code v2.Metrics}
 */
public record StatsResponse(@Nullable Any stats) implements Message {
  /** Reads a {@code containerd.task.v2.StatsResponse}. */
  public static StatsResponse decode(byte[] bytes) {
    @Nullable Any stats = null;
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> stats = Any.decode(in.bytes());
        default -> in.skip();
      }
    }
    return new StatsResponse(stats);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.message(1, stats);
  }
}
