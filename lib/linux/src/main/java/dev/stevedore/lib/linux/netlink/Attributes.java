package dev.stevedore.lib.linux.netlink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The attributes of a message, or of a nest within one, by type. */
public final class Attributes {
  private static final int TYPE_MASK = 0x3fff;

  private final Map<Integer, List<ByteBuffer>> byType;

  private Attributes(Map<Integer, List<ByteBuffer>> byType) {
    this.byType = byType;
  }

  /** Reads attributes up to the end of the buffer; what follows a broken one is left out. */
  static Attributes parse(ByteBuffer from) {
    ByteBuffer buffer = from.slice().order(ByteOrder.nativeOrder());
    Map<Integer, List<ByteBuffer>> byType = new HashMap<>();
    while (buffer.remaining() >= 4) {
      int start = buffer.position();
      int length = Short.toUnsignedInt(buffer.getShort(start));
      int type = Short.toUnsignedInt(buffer.getShort(start + 2)) & TYPE_MASK;
      if (length < 4 || length > buffer.remaining()) {
        break;
      }
      ByteBuffer value = buffer.slice(start + 4, length - 4).order(ByteOrder.nativeOrder());
      byType.computeIfAbsent(type, _ -> new ArrayList<>()).add(value);
      buffer.position(Math.min(buffer.limit(), start + (length + 3 & ~3)));
    }
    return new Attributes(byType);
  }

  /** The value of the last attribute of this type. */
  private Optional<ByteBuffer> value(int type) {
    return Optional.ofNullable(byType.get(type)).map(List::getLast);
  }

  /** Whether there is one of this type. */
  public boolean has(int type) {
    return byType.containsKey(type);
  }

  /** A number of one byte. */
  public Optional<Integer> u8(int type) {
    return value(type).filter(v -> v.remaining() >= 1).map(v -> v.get(0) & 0xff);
  }

  /** A number of two bytes in the machine's order. */
  public Optional<Integer> u16(int type) {
    return value(type).filter(v -> v.remaining() >= 2).map(v -> v.getShort(0) & 0xffff);
  }

  /** A number of two bytes in network order. */
  public Optional<Integer> u16be(int type) {
    return value(type)
        .filter(v -> v.remaining() >= 2)
        .map(v -> v.duplicate().order(ByteOrder.BIG_ENDIAN).getShort(0) & 0xffff);
  }

  /** A number of four bytes in the machine's order. */
  public Optional<Integer> u32(int type) {
    return value(type).filter(v -> v.remaining() >= 4).map(v -> v.getInt(0));
  }

  /** A number of four bytes in network order. */
  public Optional<Integer> u32be(int type) {
    return value(type)
        .filter(v -> v.remaining() >= 4)
        .map(v -> v.duplicate().order(ByteOrder.BIG_ENDIAN).getInt(0));
  }

  /** A number of eight bytes in network order. */
  public Optional<Long> u64be(int type) {
    return value(type)
        .filter(v -> v.remaining() >= 8)
        .map(v -> v.duplicate().order(ByteOrder.BIG_ENDIAN).getLong(0));
  }

  /** A text, with or without a NUL at its end. */
  public Optional<String> text(int type) {
    return bytes(type)
        .map(
            bytes -> {
              int end = 0;
              while (end < bytes.length && bytes[end] != 0) {
                end++;
              }
              return new String(bytes, 0, end, UTF_8);
            });
  }

  /** The bytes as they are. */
  public Optional<byte[]> bytes(int type) {
    return value(type)
        .map(
            value -> {
              byte[] bytes = new byte[value.remaining()];
              value.get(value.position(), bytes);
              return bytes;
            });
  }

  /** An IP address of 4 or 16 bytes. */
  public Optional<InetAddress> address(int type) {
    return bytes(type)
        .filter(bytes -> bytes.length == 4 || bytes.length == 16)
        .map(
            bytes -> {
              try {
                return InetAddress.getByAddress(bytes);
              } catch (UnknownHostException e) {
                throw new IllegalStateException("4 or 16 bytes are an address", e);
              }
            });
  }

  /** The attributes in a nest; none if it is not there. */
  public Attributes nest(int type) {
    return value(type).map(Attributes::parse).orElseGet(() -> new Attributes(Map.of()));
  }

  /** The nests of this type, which is there several times, in order. */
  public List<Attributes> nests(int type) {
    return byType.getOrDefault(type, List.of()).stream().map(Attributes::parse).toList();
  }
}
