package dev.stevedore.dockerd.network.link;

import dev.stevedore.dockerd.network.host.HostNetwork;
import dev.stevedore.lib.linux.netlink.Request;
import dev.stevedore.lib.linux.netlink.route.Addresses;
import dev.stevedore.lib.linux.netlink.route.InterfaceAddress;
import dev.stevedore.lib.linux.netlink.route.Link;
import dev.stevedore.lib.linux.netlink.route.LinkSettings;
import dev.stevedore.lib.linux.netlink.route.Links;
import dev.stevedore.lib.linux.netlink.route.MacAddress;
import dev.stevedore.lib.linux.netlink.route.Routes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A virtual cable from the host to itself: what is sent into one end comes in at the other as if it
 * came from outside.
 *
 * <p>Both ends have the same Ethernet address and ask for no neighbours, so any packet arrives. The
 * end where packets come in has an address (one that nobody can have, RFC 7600), since the kernel
 * lets no packet from elsewhere in by a link without, if it filters by the way back.
 */
public final class LoopCable {
  private static final int LONGEST_PACKET = 65535;
  private static final String LOOSE = "2";
  private static final InterfaceAddress ADDRESS = InterfaceAddress.parse("192.0.0.8/32");
  private static final InterfaceAddress NEIGHBOUR6 = InterfaceAddress.parse("fe80::1/128");

  private final HostNetwork host;
  private final Bridges bridges;
  private final String out;
  private final String in;

  /**
   * Both ends, as they are now.
   *
   * @param outIndex where packets are sent into it
   * @param in the name of where they come in
   */
  public record Ends(int outIndex, String in) {}

  /**
   * A cable that is not there yet.
   *
   * @param name what it is called; its ends have one letter more
   */
  public LoopCable(HostNetwork host, String name) {
    this.host = host;
    this.bridges = new Bridges(host);
    this.out = name + "o";
    this.in = name + "i";
  }

  /** Lays the cable, or takes the one that is there. */
  public Ends ensure() throws IOException {
    Optional<Link> there = Links.find(host.route(), out);
    if (there.isPresent() && there.get().isUp()) {
      return new Ends(there.get().index(), in);
    }
    delete();
    MacAddress mac = bridges.randomMac();
    host.route().execute(Links.createVeth(end(out, mac), end(in, mac)));
    for (String end : List.of(out, in)) {
      if (host.has("ipv6/conf/" + end)) {
        host.set("ipv6/conf/" + end + "/disable_ipv6", "0");
        host.set("ipv6/conf/" + end + "/addr_gen_mode", "1");
        host.set("ipv6/conf/" + end + "/accept_ra", "0");
      }
    }
    host.set("ipv4/conf/" + in + "/rp_filter", LOOSE);
    host.set("ipv4/conf/" + in + "/forwarding", "1");
    int outIndex = bridges.find(out).index();
    int inIndex = bridges.find(in).index();
    Request up = Links.change(outIndex, new LinkSettings().withoutNeighbours().up(true));
    host.route()
        .execute(
            List.of(
                Links.change(inIndex, new LinkSettings().withoutNeighbours().up(true)),
                Addresses.addForHostOnly(inIndex, ADDRESS),
                up));
    if (host.has("ipv6/conf/" + out)) {
      host.route().execute(Routes.add(outIndex, NEIGHBOUR6, Optional.empty()));
    }
    return new Ends(outIndex, in);
  }

  private static LinkSettings end(String name, MacAddress mac) {
    return LinkSettings.named(name).mac(mac).mtu(LONGEST_PACKET).withoutNeighbours();
  }

  /** Takes the cable away; nothing if it is not there. */
  public void delete() throws IOException {
    Optional<Link> there = Links.find(host.route(), out);
    if (there.isPresent()) {
      host.route().execute(Links.delete(there.get().index()));
    }
  }
}
