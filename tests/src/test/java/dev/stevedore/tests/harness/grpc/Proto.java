package dev.stevedore.tests.harness.grpc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Builds a protobuf message: field after field, by their numbers. */
public final class Proto {
  private static final int LENGTH_DELIMITED = 2;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Adds a number. */
  public Proto number(int field, long value) {
    varint((long) field << 3);
    varint(value);
    return this;
  }

  /** Adds a text. */
  public Proto text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds bytes, or a message. */
  public Proto bytes(int field, byte[] value) {
    varint(((long) field << 3) | LENGTH_DELIMITED);
    varint(value.length);
    bytes.writeBytes(value);
    return this;
  }

  /** An Any: a message with its type. */
  public static byte[] any(String type, byte[] value) {
    return new Proto().text(1, type).bytes(2, value).build();
  }

  /** The message. */
  public byte[] build() {
    return bytes.toByteArray();
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }
}
