package dev.stevedore.lib.linux.netlink.route;

import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.Sockets;
import dev.stevedore.lib.linux.netlink.Attributes;
import dev.stevedore.lib.linux.netlink.Message;
import dev.stevedore.lib.linux.netlink.MessageWriter;
import dev.stevedore.lib.linux.netlink.NetlinkException;
import dev.stevedore.lib.linux.netlink.NetlinkSocket;
import dev.stevedore.lib.linux.netlink.Request;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Routes of the main table. */
public final class Routes {
  private static final int RTM_NEWROUTE = 24;
  private static final int RTM_DELROUTE = 25;
  private static final int RTM_GETROUTE = 26;

  private static final int RTA_DST = 1;
  private static final int RTA_OIF = 4;
  private static final int RTA_GATEWAY = 5;
  private static final int RTA_TABLE = 15;

  private static final int RT_TABLE_MAIN = 254;
  private static final int RTPROT_BOOT = 3;
  private static final int RT_SCOPE_UNIVERSE = 0;
  private static final int RT_SCOPE_LINK = 253;
  private static final int RTN_UNICAST = 1;
  private static final int HEADER = 12;

  private Routes() {}

  /**
   * A route.
   *
   * @param destination the network; absent: everything that no other route is for
   * @param gateway who takes the packets; absent: they are neighbours
   * @param link the index of the link by which they leave; 0 if it leaves by several or none
   */
  public record Route(
      Optional<InterfaceAddress> destination, Optional<InetAddress> gateway, int link) {}

  /** The default route by a gateway. */
  public static Request addDefault(int link, InetAddress gateway) {
    return request(
        RTM_NEWROUTE,
        Request.CREATE,
        gateway instanceof Inet6Address,
        new Route(Optional.empty(), Optional.of(gateway), link));
  }

  /** The default route by a gateway, in place of the one that is there. */
  public static Request setDefault(int link, InetAddress gateway) {
    return request(
        RTM_NEWROUTE,
        Request.CHANGE | Request.NLM_F_CREATE | Request.NLM_F_REPLACE,
        gateway instanceof Inet6Address,
        new Route(Optional.empty(), Optional.of(gateway), link));
  }

  /** The default route out of a link, whose neighbours are then everybody. */
  public static Request addDefault(int link, boolean v6) {
    return request(
        RTM_NEWROUTE, Request.CREATE, v6, new Route(Optional.empty(), Optional.empty(), link));
  }

  /** The same, in place of the default route that is there. */
  public static Request setDefault(int link, boolean v6) {
    return request(
        RTM_NEWROUTE,
        Request.CHANGE | Request.NLM_F_CREATE | Request.NLM_F_REPLACE,
        v6,
        new Route(Optional.empty(), Optional.empty(), link));
  }

  /** A route to a network: by a gateway, or to neighbours on the link. */
  public static Request add(int link, InterfaceAddress network, Optional<InetAddress> gateway) {
    Route route = new Route(Optional.of(network), gateway, link);
    return request(RTM_NEWROUTE, Request.CREATE, network.isV6(), route);
  }

  /** Takes away the default route of a link. */
  public static Request deleteDefault(int link, boolean v6) {
    return request(
        RTM_DELROUTE, Request.CHANGE, v6, new Route(Optional.empty(), Optional.empty(), link));
  }

  private static Request request(int type, int flags, boolean v6, Route route) {
    MessageWriter message =
        new MessageWriter(type, flags)
            .u8(v6 ? Sockets.AF_INET6 : Sockets.AF_INET)
            .u8(route.destination.map(InterfaceAddress::prefixLength).orElse(0))
            .u8(0)
            .u8(0)
            .u8(RT_TABLE_MAIN)
            .u8(type == RTM_DELROUTE ? 0 : RTPROT_BOOT)
            .u8(
                route.gateway.isPresent() || type == RTM_DELROUTE
                    ? RT_SCOPE_UNIVERSE
                    : RT_SCOPE_LINK)
            .u8(type == RTM_DELROUTE ? 0 : RTN_UNICAST)
            .u32(0)
            .attributeU32(RTA_OIF, route.link);
    route.destination.ifPresent(d -> message.attribute(RTA_DST, d.address().getAddress()));
    route.gateway.ifPresent(g -> message.attribute(RTA_GATEWAY, g.getAddress()));
    return new Request(
        type == RTM_DELROUTE ? "delete route" : "add route",
        "to "
            + route.destination.map(Object::toString).orElse("default")
            + route.gateway.map(g -> " by " + g.getHostAddress()).orElse("")
            + " on link "
            + route.link,
        message);
  }

  /** The routes of the main table of the socket's namespace, of both versions. */
  public static List<Route> list(NetlinkSocket socket) throws IOException {
    List<Route> routes = new ArrayList<>();
    for (int family : new int[] {Sockets.AF_INET, Sockets.AF_INET6}) {
      MessageWriter message =
          new MessageWriter(RTM_GETROUTE, Request.NLM_F_REQUEST | Request.NLM_F_DUMP);
      message.u8(family).u8(0).u8(0).u8(0).u8(0).u8(0).u8(0).u8(0).u32(0);
      message.attributeU32(RTA_TABLE, RT_TABLE_MAIN);
      try {
        for (Message answer : socket.query(new Request("list routes", "", message))) {
          routes.add(route(answer));
        }
      } catch (NetlinkException e) {
        // The kernel makes the table with the first route: no link of this namespace was ever up.
        if (e.errno() != Errno.ENOENT) {
          throw e;
        }
      }
    }
    return routes;
  }

  private static Route route(Message message) {
    Attributes attributes = message.attributes(HEADER);
    int length = message.payload().get(1) & 0xff;
    return new Route(
        attributes.address(RTA_DST).map(a -> new InterfaceAddress(a, length)),
        attributes.address(RTA_GATEWAY),
        attributes.u32(RTA_OIF).orElse(0));
  }
}
