package dev.stevedore.dockerd.network.sandbox;

import dev.stevedore.lib.linux.netlink.route.MacAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Frames that tell all neighbours the Ethernet address that an IP address has from now on: a
 * request by ARP that asks for itself (RFC 5227), or an advertisement that nobody asked for (RFC
 * 4861).
 */
final class Announcement {
  private static final MacAddress EVERYBODY = new MacAddress("ff:ff:ff:ff:ff:ff");
  private static final MacAddress ALL_NODES = new MacAddress("33:33:00:00:00:01");
  private static final InetAddress ALL_NODES_6 = InetAddress.ofLiteral("ff02::1");
  private static final int ETHERTYPE_ARP = 0x0806;
  private static final int ETHERTYPE_IPV6 = 0x86dd;
  private static final int ETHERNET = 1;
  private static final int ETHERTYPE_IPV4 = 0x0800;
  private static final int REQUEST = 1;
  private static final int ICMPV6 = 58;
  private static final int ADVERTISEMENT = 136;
  private static final int ADVERTISEMENT_SIZE = 32;
  private static final int OVERRIDE = 0x20000000;
  private static final int TARGET_MAC = 2;
  private static final int HEADER = 14;
  private static final int HEADER_6 = 40;

  private Announcement() {}

  /** The frame for this address, with its Ethernet header. */
  static byte[] of(InetAddress address, MacAddress mac) {
    return address instanceof Inet6Address ? v6(address, mac) : v4(address, mac);
  }

  private static byte[] v4(InetAddress address, MacAddress mac) {
    return header(28, EVERYBODY, mac, ETHERTYPE_ARP)
        .putShort((short) ETHERNET)
        .putShort((short) ETHERTYPE_IPV4)
        .put((byte) 6)
        .put((byte) 4)
        .putShort((short) REQUEST)
        .put(mac.bytes())
        .put(address.getAddress())
        .put(new byte[6])
        .put(address.getAddress())
        .array();
  }

  private static byte[] v6(InetAddress address, MacAddress mac) {
    byte[] frame =
        header(HEADER_6 + ADVERTISEMENT_SIZE, ALL_NODES, mac, ETHERTYPE_IPV6)
            .putInt(6 << 28)
            .putShort((short) ADVERTISEMENT_SIZE)
            .put((byte) ICMPV6)
            .put((byte) 255) // a router on the way would have made it less
            .put(address.getAddress())
            .put(ALL_NODES_6.getAddress())
            .put((byte) ADVERTISEMENT)
            .put((byte) 0)
            .putShort((short) 0)
            .putInt(OVERRIDE)
            .put(address.getAddress())
            .put((byte) TARGET_MAC)
            .put((byte) 1)
            .put(mac.bytes())
            .array();
    ByteBuffer.wrap(frame).putShort(HEADER + HEADER_6 + 2, checksum(frame));
    return frame;
  }

  /** Over the two addresses, length and protocol, and all that comes behind them. */
  private static short checksum(byte[] frame) {
    ByteBuffer words =
        ByteBuffer.wrap(Arrays.copyOfRange(frame, HEADER + 8, frame.length))
            .order(ByteOrder.BIG_ENDIAN);
    int sum = ADVERTISEMENT_SIZE + ICMPV6;
    while (words.hasRemaining()) {
      sum += words.getShort() & 0xffff;
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    sum = (sum & 0xffff) + (sum >>> 16);
    return (short) ~sum;
  }

  private static ByteBuffer header(int size, MacAddress to, MacAddress from, int type) {
    return ByteBuffer.allocate(HEADER + size)
        .put(to.bytes())
        .put(from.bytes())
        .putShort((short) type);
  }
}
