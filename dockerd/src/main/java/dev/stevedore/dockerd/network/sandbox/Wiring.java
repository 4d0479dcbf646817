package dev.stevedore.dockerd.network.sandbox;

import dev.stevedore.dockerd.network.host.HostNetwork;
import dev.stevedore.dockerd.network.link.Bridges;
import dev.stevedore.dockerd.network.model.Endpoint;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.lib.linux.netlink.Request;
import dev.stevedore.lib.linux.netlink.route.Addresses;
import dev.stevedore.lib.linux.netlink.route.Link;
import dev.stevedore.lib.linux.netlink.route.LinkSettings;
import dev.stevedore.lib.linux.netlink.route.Links;
import dev.stevedore.lib.linux.netlink.route.MacAddress;
import dev.stevedore.lib.linux.netlink.route.Routes;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lays the cables from bridges into a container's namespace, and takes them away. */
public final class Wiring {
  private final HostNetwork host;
  private final Bridges bridges;

  /**
   * A cable to be laid.
   *
   * @param network where it comes from
   * @param link its two ends
   */
  public record Cable(Network network, Endpoint.Link link) {}

  /** Works on this host. */
  public Wiring(HostNetwork host, Bridges bridges) {
    this.host = host;
    this.bridges = bridges;
  }

  /**
   * Lays cables: all host ends in one datagram to the kernel, all that is inside in another.
   *
   * @param sandbox the container's
   * @param cables in the order of the links inside
   */
  public void connect(NamespacePool.Sandbox sandbox, List<Cable> cables) throws IOException {
    List<Request> outside = new ArrayList<>();
    for (Cable cable : cables) {
      outside.add(veth(sandbox, cable));
      // Hairpin: a container may reach itself by its published port, which the bridge's own packet
      // filter, where the host has that on, turns around on the spot.
      outside.add(Links.changePort(cable.link.hostName(), true, !cable.network.icc()));
    }
    host.route().execute(outside);
    List<Request> inside = new ArrayList<>();
    for (Cable cable : cables) {
      inside(sandbox, cable, inside);
    }
    sandbox.route().execute(inside);
  }

  private Request veth(NamespacePool.Sandbox sandbox, Cable cable) throws IOException {
    int mtu = cable.network.mtu();
    return Links.createVeth(
        LinkSettings.named(cable.link.hostName())
            .master(bridges.find(cable.network.bridge()).index())
            .mtu(mtu)
            .up(true),
        LinkSettings.named(cable.link.name())
            .namespace(sandbox.namespace().fd())
            .mtu(mtu)
            .mac(new MacAddress(cable.link.mac())));
  }

  private static void inside(NamespacePool.Sandbox sandbox, Cable cable, List<Request> requests)
      throws IOException {
    int index = inside(sandbox, cable.link.name()).index();
    if (cable.link.v6().isPresent()) {
      Path off = Path.of("/proc/sys/net/ipv6/conf", cable.link.name(), "disable_ipv6");
      sandbox.namespace().call(() -> Files.writeString(off, "0"));
    }
    requests.add(Links.change(index, new LinkSettings().up(true)));
    cable.link.v4().ifPresent(a -> requests.add(Addresses.add(index, a)));
    cable.link.v6().ifPresent(a -> requests.add(Addresses.add(index, a)));
  }

  /**
   * Sets the default routes: by the gateways of one link, of each version. Those that are there are
   * replaced.
   */
  public void setDefaultRoutes(
      NamespacePool.Sandbox sandbox, Optional<Endpoint.Link> v4, Optional<Endpoint.Link> v6)
      throws IOException {
    List<Request> requests = new ArrayList<>();
    if (v4.isPresent()) {
      requests.add(
          Routes.setDefault(
              inside(sandbox, v4.get().name()).index(),
              InetAddress.ofLiteral(v4.get().gateway4().orElseThrow())));
    }
    if (v6.isPresent()) {
      requests.add(
          Routes.setDefault(
              inside(sandbox, v6.get().name()).index(),
              InetAddress.ofLiteral(v6.get().gateway6().orElseThrow())));
    }
    sandbox.route().execute(requests);
  }

  private static Link inside(NamespacePool.Sandbox sandbox, String name) throws IOException {
    return Links.find(sandbox.route(), name)
        .orElseThrow(() -> new IOException("there is no link " + name + " in the container"));
  }
}
