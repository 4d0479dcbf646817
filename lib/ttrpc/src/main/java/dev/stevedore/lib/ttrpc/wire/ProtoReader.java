package dev.stevedore.lib.ttrpc.wire;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Reads a protobuf message field by field; {@link ProtoWriter} has the picture of the format.
 *
 * <pre>
 *   while (in.next()) {
 *     switch (in.field()) {
 *       case 1 -&gt; id = in.string();
 *       default -&gt; in.skip();
 *     }
 *   }
 * </pre>
 *
 * <p>Every method that takes a value checks the wire type and stays within the bytes given. Nothing
 * is allocated from a length that the bytes do not back. Messages in messages are read by their own
 * reader, from {@link #bytes()}.
 */
public final class ProtoReader {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int LENGTH_DELIMITED = 2;
  static final int FIXED32 = 5;

  private static final int START_GROUP = 3;

  private final byte[] bytes;
  private int position;
  private int field;
  private int wireType;

  /** Reads the whole of {@code bytes}; they must not change meanwhile. */
  public ProtoReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Goes to the next field. Its value must be taken, or skipped, before the next call.
   *
   * @return false at the end of the message
   * @throws WireException when the bytes are not a protobuf message
   */
  public boolean next() {
    if (position == bytes.length) {
      return false;
    }
    long tag = varint();
    wireType = (int) (tag & 7);
    if (tag >>> 3 < 1 || tag >>> 3 > (1 << 29) - 1) {
      throw new WireException("protobuf: illegal field number " + (tag >>> 3));
    }
    field = (int) (tag >>> 3);
    return true;
  }

  /** The number of the current field. */
  public int field() {
    return field;
  }

  public String string() {
    int length = delimited();
    String value = new String(bytes, position, length, StandardCharsets.UTF_8);
    position += length;
    return value;
  }

  /** A bytes field, or the bytes of a message. */
  public byte[] bytes() {
    int length = delimited();
    byte[] value = new byte[length];
    System.arraycopy(bytes, position, value, 0, length);
    position += length;
    return value;
  }

  public boolean bool() {
    return int64() != 0;
  }

  /** An int32, a uint32 (as its bits) or an enum. */
  public int int32() {
    return (int) int64();
  }

  /** An int64 or a uint64 (as its bits). */
  public long int64() {
    expect(VARINT);
    return varint();
  }

  /** A fixed64 or sfixed64, or the bits of a double. */
  public long fixed64() {
    expect(FIXED64);
    return littleEndian(8);
  }

  /** A fixed32 or sfixed32, or the bits of a float. */
  public int fixed32() {
    expect(FIXED32);
    return (int) littleEndian(4);
  }

  /** One entry of a {@code map<string, string>}, put into {@code target}. */
  public void stringEntry(Map<String, String> target) {
    ProtoReader in = new ProtoReader(bytes());
    String key = "";
    String value = "";
    while (in.next()) {
      switch (in.field()) {
        case 1 -> key = in.string();
        case 2 -> value = in.string();
        default -> in.skip();
      }
    }
    target.put(key, value);
  }

  /** Passes over the value of a field that is not known. */
  public void skip() {
    switch (wireType) {
      case VARINT -> varint();
      case FIXED64 -> littleEndian(8);
      case LENGTH_DELIMITED -> {
        int length = delimited();
        position += length;
      }
      case FIXED32 -> littleEndian(4);
      case START_GROUP -> throw new WireException("protobuf: groups are not supported");
      default -> throw new WireException("protobuf: illegal wire type " + wireType);
    }
  }

  private int delimited() {
    expect(LENGTH_DELIMITED);
    long length = varint();
    if (length < 0 || length > bytes.length - position) {
      throw new WireException("protobuf: field " + field + " is longer than its message");
    }
    return (int) length;
  }

  private void expect(int wanted) {
    if (wireType != wanted) {
      throw new WireException(
          "protobuf: field " + field + " has wire type " + wireType + ", not " + wanted);
    }
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (position == bytes.length) {
        throw new WireException("protobuf: message ends inside a varint");
      }
      byte b = bytes[position++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new WireException("protobuf: varint is longer than ten bytes");
  }

  private long littleEndian(int count) {
    if (bytes.length - position < count) {
      throw new WireException("protobuf: message ends inside field " + field);
    }
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (bytes[position++] & 0xffL) << (8 * i);
    }
    return value;
  }
}
