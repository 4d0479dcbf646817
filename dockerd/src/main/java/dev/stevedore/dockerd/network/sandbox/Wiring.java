package dev.stevedore.dockerd.network.sandbox;

import dev.stevedore.dockerd.network.host.HostNetwork;
import dev.stevedore.dockerd.network.link.HostLinks;
import dev.stevedore.dockerd.network.model.Endpoint;
import dev.stevedore.dockerd.network.model.EndpointConfig;
import dev.stevedore.dockerd.network.model.Lan;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.lib.linux.netlink.NetlinkException;
import dev.stevedore.lib.linux.netlink.Request;
import dev.stevedore.lib.linux.netlink.route.Addresses;
import dev.stevedore.lib.linux.netlink.route.InterfaceAddress;
import dev.stevedore.lib.linux.netlink.route.Link;
import dev.stevedore.lib.linux.netlink.route.LinkSettings;
import dev.stevedore.lib.linux.netlink.route.Links;
import dev.stevedore.lib.linux.netlink.route.MacAddress;
import dev.stevedore.lib.linux.netlink.route.Routes;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lays the cables from bridges and parents into a container's namespace. */
public final class Wiring {
  /** What begins what a bridge's ports of ours are said to be; a container's id follows. */
  public static final String ALIAS = "stevedore container ";

  /**
   * What a macvlan or ipvlan is called while it is made. Kernels before 6.15 refuse to make a link
   * in another namespace by a name that a link of this one has, and eth0 is the name of many a
   * host's.
   */
  private static final String UNNAMED = "sv-unnamed";

  private static final int LINK_LOCAL_4 = 16;
  private static final int LINK_LOCAL_6 = 64;

  private final HostNetwork host;
  private final HostLinks links;

  /**
   * A cable to be laid.
   *
   * @param network where it comes from
   * @param endpoint whose it is
   * @param link its two ends
   */
  public record Cable(Network network, Endpoint endpoint, Endpoint.Link link) {}

  /**
   * Where packets for everywhere go.
   *
   * @param link the name of the link
   * @param gateway who takes them; absent: everybody is a neighbour
   */
  public record DefaultRoute(String link, Optional<InetAddress> gateway) {}

  /** Works on this host. */
  public Wiring(HostNetwork host, HostLinks links) {
    this.host = host;
    this.links = links;
  }

  /**
   * Lays cables: all host ends of bridges in one datagram to the kernel, all that is inside in
   * another.
   *
   * @param sandbox the container's
   * @param cables in the order of the links inside
   */
  public void connect(NamespacePool.Sandbox sandbox, List<Cable> cables) throws IOException {
    List<Request> outside = new ArrayList<>();
    for (Cable cable : cables) {
      Optional<Lan> lan = cable.network.lan();
      if (lan.isPresent()) {
        onLan(sandbox, cable, lan.get());
      } else {
        outside.addAll(veth(cable, inner(sandbox, cable, cable.link.name())));
      }
    }
    host.route().execute(outside);
    List<Request> inside = new ArrayList<>();
    for (Cable cable : cables) {
      inside(sandbox, cable, inside);
    }
    sandbox.route().execute(inside);
  }

  private static LinkSettings inner(NamespacePool.Sandbox sandbox, Cable cable, String name) {
    LinkSettings end =
        LinkSettings.named(name).namespace(sandbox.namespace().fd()).mtu(cable.network.mtu());
    cable.link.mac().map(MacAddress::new).ifPresent(end::mac);
    return end;
  }

  private void onLan(NamespacePool.Sandbox sandbox, Cable cable, Lan lan) throws IOException {
    LinkSettings end = inner(sandbox, cable, UNNAMED);
    int parent = links.parents().find(cable.network).index();
    Request make =
        switch (lan) {
          case Lan.Macvlan(_, Links.MacvlanMode mode) -> Links.createMacvlan(end, parent, mode);
          case Lan.Ipvlan(_, Links.IpvlanMode mode, Links.IpvlanFlag flag) ->
              Links.createIpvlan(end, parent, mode, flag);
        };
    try {
      host.route().execute(make);
    } catch (NetlinkException e) {
      String kind = lan instanceof Lan.Macvlan ? "macvlan" : "ipvlan";
      throw new IOException("failed to create the " + kind + " port: " + e.errno().text(), e);
    }
    int made = inside(sandbox, UNNAMED).index();
    try {
      sandbox.route().execute(Links.change(made, LinkSettings.named(cable.link.name())));
    } catch (NetlinkException e) {
      sandbox.route().execute(Links.delete(made));
      throw e;
    }
  }

  private List<Request> veth(Cable cable, LinkSettings end) throws IOException {
    String hostName = cable.link.hostName().orElseThrow();
    return List.of(
        Links.createVeth(
            LinkSettings.named(hostName)
                .master(links.bridges().find(cable.network.bridge()).index())
                .mtu(cable.network.mtu())
                .up(true),
            end),
        // Hairpin: a container may reach itself by its published port, which the bridge's own
        // packet filter, where the host has that on, turns around on the spot.
        Links.changePort(
            hostName,
            true,
            !cable.network.bridgeOptions().icc(),
            ALIAS + cable.endpoint.container()));
  }

  private static void inside(NamespacePool.Sandbox sandbox, Cable cable, List<Request> requests)
      throws IOException {
    int index = inside(sandbox, cable.link.name()).index();
    boolean v6 = cable.endpoint.config().linkLocal().stream().anyMatch(a -> a.contains(":"));
    if (v6 || cable.link.v6().isPresent()) {
      Path off = Path.of("/proc/sys/net/ipv6/conf", cable.link.name(), "disable_ipv6");
      sandbox.namespace().call(() -> Files.writeString(off, "0"));
    }
    EndpointConfig config = cable.endpoint.config();
    LinkSysctls.set(sandbox.namespace(), cable.link.name(), config.sysctls());
    requests.add(Links.change(index, new LinkSettings().up(true)));
    for (String text : config.linkLocal()) {
      InetAddress address = InetAddress.ofLiteral(text);
      int prefix = address instanceof Inet6Address ? LINK_LOCAL_6 : LINK_LOCAL_4;
      requests.add(Addresses.add(index, new InterfaceAddress(address, prefix)));
    }
    cable.link.v4().ifPresent(a -> requests.add(Addresses.add(index, a)));
    cable.link.v6().ifPresent(a -> requests.add(Addresses.add(index, a)));
  }

  /** Sets the default routes of each version. Those that are there are replaced. */
  public void setDefaultRoutes(
      NamespacePool.Sandbox sandbox, Optional<DefaultRoute> v4, Optional<DefaultRoute> v6)
      throws IOException {
    List<Request> requests = new ArrayList<>();
    if (v4.isPresent()) {
      requests.add(setDefault(sandbox, v4.get(), false));
    }
    if (v6.isPresent()) {
      requests.add(setDefault(sandbox, v6.get(), true));
    }
    sandbox.route().execute(requests);
  }

  private static Request setDefault(NamespacePool.Sandbox sandbox, DefaultRoute route, boolean v6)
      throws IOException {
    int link = inside(sandbox, route.link).index();
    return route
        .gateway
        .map(gateway -> Routes.setDefault(link, gateway))
        .orElseGet(() -> Routes.setDefault(link, v6));
  }

  private static Link inside(NamespacePool.Sandbox sandbox, String name) throws IOException {
    return Links.find(sandbox.route(), name)
        .orElseThrow(() -> new IOException("there is no link " + name + " in the container"));
  }
}
