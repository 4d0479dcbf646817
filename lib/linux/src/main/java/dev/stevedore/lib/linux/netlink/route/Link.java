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
 * @param portState what a bridge does with it, BR_STATE_; absent if it is no port of one
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
    Optional<String> alias,
    Optional<Integer> portState) {
  /** The loopback interface. */
  public static final int IFF_LOOPBACK = 0x8;

  static final int IFF_UP = 0x1;
  static final int IFF_RUNNING = 0x40;
  static final int IFF_NOARP = 0x80;
  static final int BR_STATE_FORWARDING = 3;
  static final int INFO_HEADER = 16;

  /** Whether it is up. */
  public boolean isUp() {
    return (flags & IFF_UP) != 0;
  }

  /** Whether packets go through it now. */
  public boolean isRunning() {
    return isUp()
        && (flags & IFF_RUNNING) != 0
        && portState.filter(state -> state != BR_STATE_FORWARDING).isEmpty();
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
        a.text(LinkAttribute.IFLA_IFALIAS),
        portState(a.nest(LinkAttribute.IFLA_LINKINFO)));
  }

  private static Optional<Integer> portState(Attributes info) {
    return info.text(LinkAttribute.IFLA_INFO_SLAVE_KIND).filter("bridge"::equals).stream()
        .flatMap(
            _ ->
                info
                    .nest(LinkAttribute.IFLA_INFO_SLAVE_DATA)
                    .u8(LinkAttribute.IFLA_BRPORT_STATE)
                    .stream())
        .findFirst();
  }
}
