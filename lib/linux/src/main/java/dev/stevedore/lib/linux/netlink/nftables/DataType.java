package dev.stevedore.lib.linux.netlink.nftables;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.util.List;

/** What the keys and values of sets are made of. The numbers are those that nft(8) prints by. */
public enum DataType {
  IPV4_ADDRESS(7, 4),
  IPV6_ADDRESS(8, 16),
  /** The number of a protocol: 6 is TCP. */
  PROTOCOL(12, 1),
  /** A port. */
  PORT(13, 2),
  /** The name of a link. */
  INTERFACE(41, 16);

  private final int number;
  private final int size;

  DataType(int number, int size) {
    this.number = number;
    this.size = size;
  }

  /** How many bytes it has in a key, where each part fills registers of 4 bytes. */
  int padded() {
    return size + 3 & ~3;
  }

  /** The type number of several, one after the other. */
  static int number(List<DataType> types) {
    return types.stream().mapToInt(t -> t.number).reduce(0, (all, one) -> all << 6 | one);
  }

  /** How many bytes several have; a single one is not padded. */
  static int size(List<DataType> types) {
    return types.size() == 1
        ? types.getFirst().size
        : types.stream().mapToInt(DataType::padded).sum();
  }

  /**
   * A key or value made of these parts.
   *
   * @param parts an {@link InetAddress}, the name of a link, or the number of a port or protocol
   */
  static byte[] encode(List<DataType> types, List<Object> parts) {
    if (types.size() != parts.size()) {
      throw new IllegalArgumentException(parts + " is not " + types);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < types.size(); i++) {
      DataType type = types.get(i);
      byte[] part = type.encode(parts.get(i));
      bytes.writeBytes(part);
      int end = types.size() == 1 ? type.size : type.padded();
      bytes.writeBytes(new byte[end - part.length]);
    }
    return bytes.toByteArray();
  }

  private byte[] encode(Object part) {
    byte[] bytes =
        switch (part) {
          case InetAddress address -> address.getAddress();
          case String name -> name.getBytes(UTF_8);
          case Integer number when this == PORT ->
              new byte[] {(byte) (number >> 8), number.byteValue()};
          case Integer number -> new byte[] {number.byteValue()};
          default -> throw new IllegalArgumentException(part + " is no " + this);
        };
    boolean fits = this == INTERFACE ? bytes.length < size : bytes.length == size;
    if (!fits) {
      throw new IllegalArgumentException(part + " is no " + this);
    }
    return bytes;
  }
}
