package dev.stevedore.lib.ttrpc.wire;

/** {@code google.protobuf.Empty}. */
public record Empty() implements Message {
  /** Reads a message without looking at its fields. */
  public static Empty decode(byte[] bytes) {
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      in.skip();
    }
    return new Empty();
  }

  @Override
  public void writeTo(ProtoWriter out) {
    // no fields
  }
}
