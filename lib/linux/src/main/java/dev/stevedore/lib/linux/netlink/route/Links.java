package dev.stevedore.lib.linux.netlink.route;

import static dev.stevedore.lib.linux.netlink.route.LinkAttribute.*;

import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.netlink.MessageWriter;
import dev.stevedore.lib.linux.netlink.NetlinkException;
import dev.stevedore.lib.linux.netlink.NetlinkSocket;
import dev.stevedore.lib.linux.netlink.Request;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Network interfaces: making, changing, removing, listing them. */
public final class Links {

  private Links() {}

  /** How a macvlan's links reach each other, linux/if_link.h. */
  public enum MacvlanMode {
    PRIVATE(1),
    VEPA(2),
    BRIDGE(4),
    PASSTHRU(8);

    private final int number;

    MacvlanMode(int number) {
      this.number = number;
    }
  }

  /** How packets find the links of an ipvlan, linux/if_link.h. */
  public enum IpvlanMode {
    L2(0),
    L3(1),
    L3S(2);

    private final int number;

    IpvlanMode(int number) {
      this.number = number;
    }
  }

  /** How an ipvlan's links reach each other, linux/if_link.h. */
  public enum IpvlanFlag {
    BRIDGE(0),
    PRIVATE(1),
    VEPA(2);

    private final int number;

    IpvlanFlag(int number) {
      this.number = number;
    }
  }

  /** Makes a bridge. */
  public static Request createBridge(LinkSettings settings) {
    return create("bridge", settings, 0, _ -> {});
  }

  /**
   * Makes both ends of a virtual cable at once, each in its own namespace, so that no half-made
   * cable is ever to be seen. The end there cannot be brought up yet: the kernel does that only
   * once the two are connected.
   */
  public static Request createVeth(LinkSettings here, LinkSettings there) {
    return create(
        "veth",
        here,
        0,
        message ->
            message.nest(
                IFLA_INFO_DATA, data -> data.nest(VETH_INFO_PEER, peer -> there.write(peer, 0))));
  }

  /**
   * Makes a macvlan: an address of its own on another link.
   *
   * @param parent the index of that link
   */
  public static Request createMacvlan(LinkSettings settings, int parent, MacvlanMode mode) {
    return create(
        "macvlan",
        settings,
        parent,
        message ->
            message.nest(
                IFLA_INFO_DATA, data -> data.attributeU32(IFLA_MACVLAN_MODE, mode.number)));
  }

  /**
   * Makes an ipvlan: IP addresses of its own on another link, whose Ethernet address it shares.
   *
   * @param parent the index of that link
   */
  public static Request createIpvlan(
      LinkSettings settings, int parent, IpvlanMode mode, IpvlanFlag flag) {
    return create(
        "ipvlan",
        settings,
        parent,
        message ->
            message.nest(
                IFLA_INFO_DATA,
                data ->
                    data.attributeU16(IFLA_IPVLAN_MODE, mode.number)
                        .attributeU16(IFLA_IPVLAN_FLAGS, flag.number)));
  }

  /** Makes a link that needs nothing said but its kind, such as {@code dummy}. */
  public static Request createPlain(String kind, LinkSettings settings) {
    return create(kind, settings, 0, _ -> {});
  }

  /** Makes the link that has the packets of one VLAN of another link. */
  public static Request createVlan(LinkSettings settings, int parent, int id) {
    return create(
        "vlan",
        settings,
        parent,
        message -> message.nest(IFLA_INFO_DATA, data -> data.attributeU16(IFLA_VLAN_ID, id)));
  }

  private static Request create(
      String kind, LinkSettings settings, int parent, Consumer<MessageWriter> data) {
    MessageWriter message = settings.write(new MessageWriter(RTM_NEWLINK, Request.CREATE), 0);
    if (parent != 0) {
      message.attributeU32(IFLA_LINK, parent);
    }
    message.nest(
        IFLA_LINKINFO,
        info -> {
          info.attribute(IFLA_INFO_KIND, kind);
          data.accept(info);
        });
    return new Request("create " + kind, settings.describe(), message);
  }

  /** Changes a link. */
  public static Request change(int index, LinkSettings settings) {
    return new Request(
        "change link",
        index + " " + settings.describe(),
        settings.write(new MessageWriter(RTM_NEWLINK, Request.CHANGE), index));
  }

  /**
   * Sets what a bridge does with one of its ports.
   *
   * @param hairpin whether packets may leave by the port that they came in
   * @param isolated whether it is kept from other isolated ports
   * @param alias what people are told that the port is
   */
  public static Request changePort(String name, boolean hairpin, boolean isolated, String alias) {
    MessageWriter message =
        LinkSettings.named(name)
            .alias(alias)
            .write(new MessageWriter(RTM_NEWLINK, Request.CHANGE), 0)
            .nest(
                IFLA_LINKINFO,
                info ->
                    info.attribute(IFLA_INFO_SLAVE_KIND, "bridge")
                        .nest(
                            IFLA_INFO_SLAVE_DATA,
                            data ->
                                data.attributeU8(IFLA_BRPORT_MODE, hairpin ? 1 : 0)
                                    .attributeU8(IFLA_BRPORT_ISOLATED, isolated ? 1 : 0)));
    return new Request("change bridge port", name, message);
  }

  /** Removes a link, and the other end of a cable with it. */
  public static Request delete(int index) {
    MessageWriter message = new MessageWriter(RTM_DELLINK, Request.CHANGE);
    return new Request(
        "delete link", String.valueOf(index), new LinkSettings().write(message, index));
  }

  /** Removes a link by its name, likewise. */
  public static Request delete(String name) {
    MessageWriter message = new MessageWriter(RTM_DELLINK, Request.CHANGE);
    return new Request("delete link", name, LinkSettings.named(name).write(message, 0));
  }

  /** The link of this name, if it is there. */
  public static Optional<Link> find(NetlinkSocket socket, String name) throws IOException {
    MessageWriter message =
        new MessageWriter(RTM_GETLINK, Request.NLM_F_REQUEST | Request.NLM_F_ACK);
    try {
      return socket
          .query(new Request("get link", name, LinkSettings.named(name).write(message, 0)))
          .stream()
          .map(Link::of)
          .findFirst();
    } catch (NetlinkException e) {
      if (e.errno() == Errno.ENODEV) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** All links of the socket's namespace. */
  public static List<Link> list(NetlinkSocket socket) throws IOException {
    MessageWriter message =
        new MessageWriter(RTM_GETLINK, Request.NLM_F_REQUEST | Request.NLM_F_DUMP);
    return socket
        .query(new Request("list links", "", new LinkSettings().write(message, 0)))
        .stream()
        .map(Link::of)
        .toList();
  }
}
