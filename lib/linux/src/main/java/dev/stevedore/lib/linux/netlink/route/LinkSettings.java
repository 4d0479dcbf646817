package dev.stevedore.lib.linux.netlink.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.netlink.MessageWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a link shall be like; what is not said stays as it is, or is the kernel's choice. */
public final class LinkSettings {
  private @Nullable String name;
  private @Nullable Integer mtu;
  private @Nullable MacAddress mac;
  private @Nullable Integer master;
  private @Nullable Fd namespace;
  private @Nullable Boolean up;
  private @Nullable String alias;
  private boolean withoutNeighbours;

  /** Nothing said yet. */
  public LinkSettings() {}

  /** Nothing said but its name. */
  public static LinkSettings named(String name) {
    return new LinkSettings().name(name);
  }

  /** What it is called, at most 15 bytes. */
  public LinkSettings name(String value) {
    name = value;
    return this;
  }

  /** The longest packet, in bytes; 0 leaves it to the kernel. */
  public LinkSettings mtu(int value) {
    mtu = value == 0 ? null : value;
    return this;
  }

  /** Its Ethernet address. */
  public LinkSettings mac(MacAddress value) {
    mac = value;
    return this;
  }

  /** The bridge that it is a port of, by index; 0 takes it out of its bridge. */
  public LinkSettings master(int index) {
    master = index;
    return this;
  }

  /** The network namespace that it lives in. */
  public LinkSettings namespace(Fd value) {
    namespace = value;
    return this;
  }

  /** Whether it works. */
  public LinkSettings up(boolean value) {
    up = value;
    return this;
  }

  /** What people are told it is; only of a link that is there already. */
  public LinkSettings alias(String value) {
    alias = value;
    return this;
  }

  /** Nobody is asked who has an address: all packets go to the link's own Ethernet address. */
  public LinkSettings withoutNeighbours() {
    withoutNeighbours = true;
    return this;
  }

  String describe() {
    return Optional.ofNullable(name).orElse("");
  }

  /** Writes struct ifinfomsg and the attributes. */
  MessageWriter write(MessageWriter message, int index) {
    int noArp = withoutNeighbours ? Link.IFF_NOARP : 0;
    int flags = (Boolean.TRUE.equals(up) ? Link.IFF_UP : 0) | noArp;
    int change = (up == null ? 0 : Link.IFF_UP) | noArp;
    message.u8(0).u8(0).u16(0).u32(index).u32(flags).u32(change);
    if (name != null) {
      message.attribute(LinkAttribute.IFLA_IFNAME, name);
    }
    if (mtu != null) {
      message.attributeU32(LinkAttribute.IFLA_MTU, mtu);
    }
    if (mac != null) {
      message.attribute(LinkAttribute.IFLA_ADDRESS, mac.bytes());
    }
    if (master != null) {
      message.attributeU32(LinkAttribute.IFLA_MASTER, master);
    }
    if (namespace != null) {
      message.attributeU32(LinkAttribute.IFLA_NET_NS_FD, namespace.number());
    }
    if (alias != null) {
      message.attribute(LinkAttribute.IFLA_IFALIAS, alias.getBytes(UTF_8));
    }
    return message;
  }
}
