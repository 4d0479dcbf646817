package dev.stevedore.lib.linux.netlink.route;

import dev.stevedore.lib.linux.Sockets;
import dev.stevedore.lib.linux.netlink.MessageWriter;
import dev.stevedore.lib.linux.netlink.Request;
import java.net.Inet6Address;
import java.net.InetAddress;

/** Which Ethernet address an IP address is reached at: what ARP and neighbour discovery found. */
public final class Neighbours {
  private static final int RTM_NEWNEIGH = 28;
  private static final int RTM_DELNEIGH = 29;
  private static final int NDA_DST = 1;
  private static final int NDA_LLADDR = 2;
  private static final int NUD_REACHABLE = 0x02;

  private Neighbours() {}

  /** Says where an address is, as if it had just been found out. */
  public static Request set(int link, InetAddress address, MacAddress mac) {
    MessageWriter message =
        new MessageWriter(
            RTM_NEWNEIGH, Request.CHANGE | Request.NLM_F_CREATE | Request.NLM_F_REPLACE);
    return new Request(
        "set neighbour",
        address.getHostAddress() + " at " + mac,
        header(message, link, address)
            .attribute(NDA_DST, address.getAddress())
            .attribute(NDA_LLADDR, mac.bytes()));
  }

  /** Forgets where an address is. */
  public static Request delete(int link, InetAddress address) {
    return new Request(
        "delete neighbour",
        address.getHostAddress(),
        header(new MessageWriter(RTM_DELNEIGH, Request.CHANGE), link, address)
            .attribute(NDA_DST, address.getAddress()));
  }

  private static MessageWriter header(MessageWriter message, int link, InetAddress address) {
    int family = address instanceof Inet6Address ? Sockets.AF_INET6 : Sockets.AF_INET;
    return message.u8(family).u8(0).u16(0).u32(link).u16(NUD_REACHABLE).u8(0).u8(0);
  }
}
