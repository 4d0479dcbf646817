package dev.stevedore.lib.linux.netlink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Writes one message: first the fixed header of its type, then attributes. Numbers are in the
 * machine's byte order unless the method says otherwise.
 */
public final class MessageWriter {
  static final int HEADER_SIZE = 16;

  private static final int NLA_F_NESTED = 0x8000;

  private ByteBuffer buffer = ByteBuffer.allocate(256).order(ByteOrder.nativeOrder());

  /**
   * Starts a message.
   *
   * @param type what it asks for
   * @param flags the NLM_F_ flags
   */
  public MessageWriter(int type, int flags) {
    buffer.putInt(0).putShort((short) type).putShort((short) flags).putInt(0).putInt(0);
  }

  /** A byte of the fixed header. */
  public MessageWriter u8(int value) {
    room(1).put((byte) value);
    return this;
  }

  /** Two bytes of the fixed header. */
  public MessageWriter u16(int value) {
    room(2).putShort((short) value);
    return this;
  }

  /** Two bytes of the fixed header, in network byte order. */
  public MessageWriter u16be(int value) {
    return u8(value >> 8).u8(value);
  }

  /** Four bytes of the fixed header. */
  public MessageWriter u32(int value) {
    room(4).putInt(value);
    return this;
  }

  /** An attribute of bytes. */
  public MessageWriter attribute(int type, byte[] value) {
    room(value.length + 8);
    buffer.putShort((short) (4 + value.length)).putShort((short) type).put(value);
    pad();
    return this;
  }

  /** An attribute that says something by being there. */
  public MessageWriter flag(int type) {
    return attribute(type, new byte[0]);
  }

  /** An attribute of one byte. */
  public MessageWriter attributeU8(int type, int value) {
    return attribute(type, new byte[] {(byte) value});
  }

  /** An attribute of two bytes. */
  public MessageWriter attributeU16(int type, int value) {
    ByteBuffer bytes = ByteBuffer.allocate(2).order(ByteOrder.nativeOrder());
    return attribute(type, bytes.putShort((short) value).array());
  }

  /** An attribute of four bytes. */
  public MessageWriter attributeU32(int type, int value) {
    ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder());
    return attribute(type, bytes.putInt(value).array());
  }

  /** An attribute of four bytes, in network byte order. */
  public MessageWriter attributeU32be(int type, int value) {
    return attribute(type, ByteBuffer.allocate(4).putInt(value).array());
  }

  /** An attribute of eight bytes, in network byte order. */
  public MessageWriter attributeU64be(int type, long value) {
    return attribute(type, ByteBuffer.allocate(8).putLong(value).array());
  }

  /** An attribute of text, ended by NUL. */
  public MessageWriter attribute(int type, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return attribute(type, Arrays.copyOf(bytes, bytes.length + 1));
  }

  /** An attribute made of what {@code content} writes. */
  public MessageWriter nest(int type, Consumer<MessageWriter> content) {
    room(4);
    int start = buffer.position();
    buffer.putShort((short) 0).putShort((short) (type | NLA_F_NESTED));
    content.accept(this);
    int length = buffer.position() - start;
    if (length > 0xffff) {
      throw new IllegalArgumentException(
          "attribute " + type + " has " + length + " bytes, more than the 65535 that it can have");
    }
    buffer.putShort(start, (short) length);
    return this;
  }

  /** The message's bytes, with its length filled in. */
  byte[] bytes() {
    buffer.putInt(0, buffer.position());
    pad();
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private void pad() {
    int missing = -buffer.position() & 3;
    room(missing).put(new byte[missing]);
  }

  private ByteBuffer room(int more) {
    if (buffer.remaining() < more) {
      ByteBuffer larger =
          ByteBuffer.allocate(2 * (buffer.position() + more)).order(ByteOrder.nativeOrder());
      buffer = larger.put(buffer.flip());
    }
    return buffer;
  }
}
