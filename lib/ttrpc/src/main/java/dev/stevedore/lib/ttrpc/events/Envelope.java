package dev.stevedore.lib.ttrpc.events;

import dev.stevedore.lib.ttrpc.wire.Any;
import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;
import dev.stevedore.lib.ttrpc.wire.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way.
 *
 * @param topic such as {@code /tasks/exit}
 */
public record Envelope(
    @Nullable Timestamp timestamp, String namespace, String topic, @Nullable Any event)
    implements Message {
  /** Reads a {@code containerd.types.Envelope}. */
  public static Envelope decode(byte[] bytes) {
    @Nullable Timestamp timestamp = null;
    String namespace = "";
    String topic = "";
    @Nullable Any event = null;
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> timestamp = Timestamp.decode(in.bytes());
        case 2 -> namespace = in.string();
        case 3 -> topic = in.string();
        case 4 -> event = Any.decode(in.bytes());
        default -> in.skip();
      }
    }
    return new Envelope(timestamp, namespace, topic, event);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.message(1, timestamp);
    out.string(2, namespace);
    out.string(3, topic);
    out.message(4, event);
  }
}
