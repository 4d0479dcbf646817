package dev.stevedore.lib.ttrpc.wire;

/** A protobuf message. */
public interface Message {
  /** Writes the fields that differ from their default. */
  void writeTo(ProtoWriter out);

  /** The message in the wire format. */
  default byte[] encode() {
    ProtoWriter out = new ProtoWriter();
    writeTo(out);
    return out.toByteArray();
  }
}
