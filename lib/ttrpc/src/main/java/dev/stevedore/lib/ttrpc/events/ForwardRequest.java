package dev.stevedore.lib.ttrpc.events;

import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;
import org.jspecify.annotations.Nullable;

/** Hands an event to containerd. */
public record ForwardRequest(@Nullable Envelope envelope) implements Message {
  /** Reads a {@code containerd.services.events.ttrpc.v1.ForwardRequest}. */
  public static ForwardRequest decode(byte[] bytes) {
    @Nullable Envelope envelope = null;
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> envelope = Envelope.decode(in.bytes());
        default -> in.skip();
      }
    }
    return new ForwardRequest(envelope);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.message(1, envelope);
  }
}
