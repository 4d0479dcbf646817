package dev.stevedore.lib.ttrpc.wire;

import java.util.Arrays;

/**
 * {@code google.protobuf.Any}: a message with the name of its type.
 *
 * @param typeUrl containerd leaves out the {@code type.googleapis.com/} before the name
 * @param value mostly an encoded message; JSON for the OCI types under {@code
 *     types.containerd.io/opencontainers/runtime-spec/}
 */
@SuppressWarnings("ArrayRecordComponent") // bytes in transit: nobody changes them, and a copy costs
public record Any(String typeUrl, byte[] value) implements Message {
  /** {@code message} under {@code typeUrl}. */
  public static Any of(String typeUrl, Message message) {
    return new Any(typeUrl, message.encode());
  }

  /** Reads a {@code google.protobuf.Any}. */
  public static Any decode(byte[] bytes) {
    String typeUrl = "";
    byte[] value = {};
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> typeUrl = in.string();
        case 2 -> value = in.bytes();
        default -> in.skip();
      }
    }
    return new Any(typeUrl, value);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.string(1, typeUrl);
    out.bytes(2, value);
  }

  /** Whether the type is {@code name}, with or without a prefix that ends in a slash. */
  public boolean is(String name) {
    return typeUrl.equals(name) || typeUrl.endsWith("/" + name);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Any(String url, byte[] bytes)
        && url.equals(typeUrl)
        && Arrays.equals(bytes, value);
  }

  @Override
  public int hashCode() {
    return 31 * typeUrl.hashCode() + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return "Any[" + typeUrl + ", " + value.length + " bytes]";
  }
}
