package dev.stevedore.dockerd.network.firewalld;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes values as D-Bus has them: little endian, each at a multiple of its alignment from the
 * beginning. Enough room for what is said to firewalld.
 */
final class Marshal {
  private static final int SIZE = 16 * 1024;

  private final ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);

  byte[] bytes() {
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  Marshal align(int size) {
    bytes.position((bytes.position() + size - 1) & -size);
    return this;
  }

  Marshal u8(int value) {
    bytes.put((byte) value);
    return this;
  }

  Marshal u32(int value) {
    align(4);
    bytes.putInt(value);
    return this;
  }

  /** A text, or the path of an object. */
  Marshal text(String value) {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    u32(text.length);
    bytes.put(text).put((byte) 0);
    return this;
  }

  Marshal signature(String value) {
    u8(value.length());
    bytes.put(value.getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
    return this;
  }

  /** One of the values that are used here: a text, texts, or a map of variants. */
  Marshal value(Object value) {
    switch (value) {
      case String text -> text(text);
      case List<?> texts -> array(4, () -> texts.forEach(text -> text(text.toString())));
      case Map<?, ?> map -> array(8, () -> map.forEach(this::entry));
      default -> throw new IllegalArgumentException("not used here: " + value);
    }
    return this;
  }

  private void entry(Object key, Object value) {
    align(8).text(key.toString()).signature(signature(value)).value(value);
  }

  /** The signature of such a value. */
  static String signature(Object value) {
    return switch (value) {
      case String _ -> "s";
      case List<?> _ -> "as";
      case Map<?, ?> _ -> "a{sv}";
      default -> throw new IllegalArgumentException("not used here: " + value);
    };
  }

  /** Its length is that of the items, without what aligns the first one. */
  void array(int alignment, Runnable items) {
    u32(0);
    int length = bytes.position() - 4;
    align(alignment);
    int start = bytes.position();
    items.run();
    bytes.putInt(length, bytes.position() - start);
  }
}
