package dev.stevedore.lib.linux.netlink.route;

import dev.stevedore.lib.linux.Sockets;
import dev.stevedore.lib.linux.netlink.Attributes;
import dev.stevedore.lib.linux.netlink.Message;
import dev.stevedore.lib.linux.netlink.MessageWriter;
import dev.stevedore.lib.linux.netlink.NetlinkSocket;
import dev.stevedore.lib.linux.netlink.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** IP addresses of links. */
public final class Addresses {
  private static final int RTM_NEWADDR = 20;
  private static final int RT_SCOPE_HOST = 254;
  private static final int RTM_DELADDR = 21;
  private static final int RTM_GETADDR = 22;

  private static final int IFA_ADDRESS = 1;
  private static final int IFA_LOCAL = 2;
  private static final int IFA_BROADCAST = 4;
  private static final int HEADER = 8;

  /** No search for others that have the address: we gave it out, and nobody waits for it. */
  private static final int IFA_F_NODAD = 0x02;

  private Addresses() {}

  /**
   * An address and the link that has it.
   *
   * @param link the link's index
   * @param address the address
   */
  public record OfLink(int link, InterfaceAddress address) {}

  /** Gives a link an address; with IPv4, the network's last address is for broadcasts. */
  public static Request add(int link, InterfaceAddress address) {
    return request("add address", RTM_NEWADDR, Request.CREATE, link, address, 0);
  }

  /** Gives a link an address that no packet leaves with unless it is asked for. */
  public static Request addForHostOnly(int link, InterfaceAddress address) {
    return request("add address", RTM_NEWADDR, Request.CREATE, link, address, RT_SCOPE_HOST);
  }

  /** Takes an address from a link. */
  public static Request delete(int link, InterfaceAddress address) {
    return request("delete address", RTM_DELADDR, Request.CHANGE, link, address, 0);
  }

  private static Request request(
      String operation, int type, int flags, int link, InterfaceAddress address, int scope) {
    byte[] bytes = address.address().getAddress();
    MessageWriter message =
        new MessageWriter(type, flags)
            .u8(address.isV6() ? Sockets.AF_INET6 : Sockets.AF_INET)
            .u8(address.prefixLength())
            .u8(address.isV6() ? IFA_F_NODAD : 0)
            .u8(scope)
            .u32(link)
            .attribute(IFA_LOCAL, bytes)
            .attribute(IFA_ADDRESS, bytes);
    if (!address.isV6() && address.prefixLength() < 31) {
      message.attribute(IFA_BROADCAST, broadcast(address));
    }
    return new Request(operation, address + " of link " + link, message);
  }

  private static byte[] broadcast(InterfaceAddress address) {
    byte[] bytes = address.address().getAddress();
    for (int bit = address.prefixLength(); bit < 32; bit++) {
      bytes[bit / 8] |= (byte) (0x80 >> bit % 8);
    }
    return bytes;
  }

  /** All addresses of the socket's namespace. */
  public static List<OfLink> list(NetlinkSocket socket) throws IOException {
    MessageWriter message =
        new MessageWriter(RTM_GETADDR, Request.NLM_F_REQUEST | Request.NLM_F_DUMP);
    message.u8(0).u8(0).u8(0).u8(0).u32(0);
    List<OfLink> addresses = new ArrayList<>();
    for (Message answer : socket.query(new Request("list addresses", "", message))) {
      Attributes attributes = answer.attributes(HEADER);
      byte[] bytes =
          attributes
              .bytes(IFA_LOCAL)
              .or(() -> attributes.bytes(IFA_ADDRESS))
              .orElseThrow(() -> new IOException("the kernel lists an address without address"));
      addresses.add(
          new OfLink(
              answer.payload().getInt(4),
              new InterfaceAddress(address(bytes), answer.payload().get(1) & 0xff)));
    }
    return addresses;
  }

  private static InetAddress address(byte[] bytes) throws UnknownHostException {
    return InetAddress.getByAddress(bytes);
  }
}
