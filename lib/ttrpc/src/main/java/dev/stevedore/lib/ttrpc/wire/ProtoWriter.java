package dev.stevedore.lib.ttrpc.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a protobuf message field by field.
 *
 * <pre>
 *   field = tag value          tag = varint(number &lt;&lt; 3 | wire type)
 *   wire type 0: varint        7 bits per byte, lowest first, top bit set on all but the last
 *   wire type 1: 8 bytes       little-endian
 *   wire type 2: varint length, then that many bytes (strings, bytes, messages)
 *   wire type 5: 4 bytes       little-endian
 * </pre>
 *
 * <p>As in proto3, a field with its default value is left out.
 */
public final class ProtoWriter {
  private byte[] buffer = new byte[64];
  private int length;

  public void string(int field, String value) {
    if (!value.isEmpty()) {
      bytesAlways(field, value.getBytes(StandardCharsets.UTF_8));
    }
  }

  public void bytes(int field, byte[] value) {
    if (value.length > 0) {
      bytesAlways(field, value);
    }
  }

  public void bool(int field, boolean value) {
    if (value) {
      tag(field, ProtoReader.VARINT);
      varint(1);
    }
  }

  /** Also for enums. A negative value takes ten bytes, as protobuf wants it. */
  public void int32(int field, int value) {
    int64(field, value);
  }

  /** The bits of {@code value} are an unsigned number. */
  public void uint32(int field, int value) {
    int64(field, value & 0xffffffffL);
  }

  /** Also for uint64: the bits are the same. */
  public void int64(int field, long value) {
    if (value != 0) {
      tag(field, ProtoReader.VARINT);
      varint(value);
    }
  }

  /** A message field; left out when {@code value} is null, written when it is empty. */
  public void message(int field, @Nullable Message value) {
    if (value != null) {
      bytesAlways(field, value.encode());
    }
  }

  public void messages(int field, List<? extends Message> values) {
    for (Message value : values) {
      message(field, value);
    }
  }

  public void strings(int field, List<String> values) {
    for (String value : values) {
      bytesAlways(field, value.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A {@code map<string, string>}: a repeated message of key (1) and value (2). */
  public void stringMap(int field, Map<String, String> values) {
    for (Map.Entry<String, String> entry : values.entrySet()) {
      ProtoWriter out = new ProtoWriter();
      out.string(1, entry.getKey());
      out.string(2, entry.getValue());
      bytesAlways(field, out.toByteArray());
    }
  }

  /** A repeated uint64, packed. */
  public void packed(int field, long[] values) {
    if (values.length > 0) {
      ProtoWriter out = new ProtoWriter();
      for (long value : values) {
        out.varint(value);
      }
      bytesAlways(field, out.toByteArray());
    }
  }

  /** What was written so far. */
  public byte[] toByteArray() {
    byte[] out = new byte[length];
    System.arraycopy(buffer, 0, out, 0, length);
    return out;
  }

  private void bytesAlways(int field, byte[] value) {
    tag(field, ProtoReader.LENGTH_DELIMITED);
    varint(value.length);
    ensure(value.length);
    System.arraycopy(value, 0, buffer, length, value.length);
    length += value.length;
  }

  private void tag(int field, int wireType) {
    varint(((long) field << 3) | wireType);
  }

  private void varint(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      buffer[length++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    buffer[length++] = (byte) rest;
  }

  private void ensure(int count) {
    if (buffer.length - length < count) {
      byte[] larger = new byte[Math.max(length + count, length * 2)];
      System.arraycopy(buffer, 0, larger, 0, length);
      buffer = larger;
    }
  }
}
