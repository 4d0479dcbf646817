package dev.stevedore.lib.ttrpc;

import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;

/**
 * The data of a {@link Frame#RESPONSE}: {@code ttrpc.Response}.
 *
 * @param payload the encoded response message; empty when the status is not OK
 */
@SuppressWarnings("ArrayRecordComponent") // bytes in transit: nobody changes them, and a copy costs
public record Response(Status status, byte[] payload) implements Message {
  private static final byte[] NOTHING = {};

  /** A call that succeeded with {@code message}. */
  public static Response of(Message message) {
    return new Response(Status.OK, message.encode());
  }

  /** A call that failed. */
  public static Response failed(Status status) {
    return new Response(status, NOTHING);
  }

  /** Reads a {@code ttrpc.Response}. */
  public static Response decode(byte[] bytes) {
    Status status = Status.OK;
    byte[] payload = NOTHING;
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> status = Status.decode(in.bytes());
        case 2 -> payload = in.bytes();
        default -> in.skip();
      }
    }
    return new Response(status, payload);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    if (!status.isOk()) {
      out.message(1, status);
    }
    out.bytes(2, payload);
  }
}
