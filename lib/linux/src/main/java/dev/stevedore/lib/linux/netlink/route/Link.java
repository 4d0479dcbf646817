package dev.stevedore.lib.linux.netlink.route;

import dev.stevedore.lib.linux.netlink.Attributes;
import dev.stevedore.lib.linux.netlink.Message;
import java.util.Optional;

/**
 * A network interface as the kernel has it.
 *
 * @param index its number in its namespace
 * @param name its name
 * @param flags IFF_ flags
 * @param mtu the longest packet, in bytes
 * @param mac its Ethernet address, if it has one
 * @param master the index of the bridge that it is a port of
 * @param peer the index of the other end (veth) or of the link below (macvlan), in its namespace
 * @param kind what it is: {@code bridge}, {@code veth}; absent for hardware and lo
 * @param alias what its maker says that it is
 */
public record Link(
    int index,
    String name,
    int flags,
    int mtu,
    Optional<MacAddress> mac,
    Optional<Integer> master,
    Optional<Integer> peer,
    Optional<String> kind,
    Optional<String> alias) {
  /** The loopback interface. */
  public static final int IFF_LOOPBACK = 0x8;

  static final int IFF_UP = 0x1;
  static final int IFF_NOARP = 0x80;
  static final int INFO_HEADER = 16;

  /** Whether it is up. */
  public boolean isUp() {
    return (flags & IFF_UP) != 0;
  }

  static Link of(Message message) {
    Attributes a = message.attributes(INFO_HEADER);
    return new Link(
        message.payload().getInt(4),
        a.text(LinkAttribute.IFLA_IFNAME).orElse(""),
        message.payload().getInt(8),
        a.u32(LinkAttribute.IFLA_MTU).orElse(0),
        a.bytes(LinkAttribute.IFLA_ADDRESS).filter(b -> b.length == 6).map(MacAddress::of),
        a.u32(LinkAttribute.IFLA_MASTER),
        a.u32(LinkAttribute.IFLA_LINK),
        a.nest(LinkAttribute.IFLA_LINKINFO).text(LinkAttribute.IFLA_INFO_KIND),
        a.text(LinkAttribute.IFLA_IFALIAS));
  }
}
