package dev.stevedore.lib.ttrpc;

import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The data of a {@link Frame#REQUEST}: {@code ttrpc.Request}.
 *
 * @param service full name, such as {@code containerd.task.v2.Task}
 * @param payload the encoded request message
 * @param timeoutNanos how long the caller waits; 0 for as long as it takes
 * @param metadata what is said about the call
 */
@SuppressWarnings("ArrayRecordComponent") // bytes in transit: nobody changes them, and a copy costs
public record Request(
    String service, String method, byte[] payload, long timeoutNanos, Metadata metadata)
    implements Message {
  /** A request of which nothing more is to be said. */
  public Request(String service, String method, byte[] payload, long timeoutNanos) {
    this(service, method, payload, timeoutNanos, Metadata.NONE);
  }

  /** Reads a {@code ttrpc.Request}. */
  public static Request decode(byte[] bytes) {
    String service = "";
    String method = "";
    byte[] payload = {};
    long timeoutNanos = 0;
    List<Metadata.Pair> metadata = new ArrayList<>();
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> service = in.string();
        case 2 -> method = in.string();
        case 3 -> payload = in.bytes();
        case 4 -> timeoutNanos = in.int64();
        case 5 -> metadata.add(Metadata.Pair.decode(in.bytes()));
        default -> in.skip();
      }
    }
    return new Request(service, method, payload, timeoutNanos, new Metadata(metadata));
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.string(1, service);
    out.string(2, method);
    out.bytes(3, payload);
    out.int64(4, timeoutNanos);
    out.messages(5, metadata.pairs());
  }
}
