package dev.stevedore.dockerd.network.link;

import dev.stevedore.dockerd.network.host.HostNetwork;
import dev.stevedore.dockerd.network.model.Lan;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.netlink.NetlinkException;
import dev.stevedore.lib.linux.netlink.route.Link;
import dev.stevedore.lib.linux.netlink.route.LinkSettings;
import dev.stevedore.lib.linux.netlink.route.Links;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;

/**
 * The links of the host that macvlan and ipvlan networks sit on. Ours to make, and to remove with
 * the last network on it, are:
 *
 * <pre>
 *   eth0.10           one VLAN of eth0, if that is what the network asks for and it is not there
 *   dm-0123456789ab   a dead end, for a network that names no parent
 * </pre>
 */
public final class Parents {
  private static final int MAX_VLAN = 4094;

  private final HostNetwork host;

  /** Works on this host. */
  public Parents(HostNetwork host) {
    this.host = host;
  }

  /**
   * Whether the link that a network wants to sit on is somebody else's; makes sure that it may.
   *
   * @param others all other networks
   * @throws IOException if it cannot be shared with them, or is not there and cannot be made
   */
  public boolean isBorrowed(Network network, Collection<Network> others) throws IOException {
    for (Network other : others) {
      if (other.lan().isPresent() && other.parent().equals(network.parent())) {
        share(network, other);
      }
    }
    if (find(network.parent()).isEmpty()) {
      return false;
    }
    return others.stream()
        .noneMatch(
            o -> o.lan().isPresent() && o.parent().equals(network.parent()) && !o.borrowed());
  }

  private static void share(Network network, Network other) throws IOException {
    switch (network.lan().orElseThrow()) {
      case Lan.Macvlan(_, Links.MacvlanMode mode) -> {
        if (mode == Links.MacvlanMode.PASSTHRU) {
          throw new IOException(
              "cannot use mode passthru, macvlan network "
                  + other.id()
                  + " is already using parent interface "
                  + network.parent());
        }
        if (other.lan().orElseThrow() instanceof Lan.Macvlan(_, Links.MacvlanMode its)
            && its == Links.MacvlanMode.PASSTHRU) {
          throw new IOException(
              "macvlan network "
                  + other.id()
                  + " is already using parent interface "
                  + network.parent()
                  + " in mode passthru");
        }
      }
      case Lan.Ipvlan _ -> {
        if (other.lan().orElseThrow() instanceof Lan.Ipvlan) {
          throw new IOException(
              "network dm-"
                  + other.id().substring(0, 12)
                  + " is already using parent interface "
                  + network.parent());
        }
      }
    }
  }

  /** Makes a network's parent if it is not there. */
  public void ensure(Network network) throws IOException {
    String name = network.parent();
    if (find(name).isPresent()) {
      return;
    }
    if (network.lan().flatMap(Lan::parent).isEmpty()) {
      deadEnd(name);
    } else {
      vlan(name);
    }
  }

  /** A dummy; where the kernel has none, an ifb, which drops what it is given just so. */
  private void deadEnd(String name) throws IOException {
    LinkSettings settings = LinkSettings.named(name).up(true);
    try {
      host.route().execute(Links.createPlain("dummy", settings));
    } catch (NetlinkException e) {
      if (e.errno() != Errno.EOPNOTSUPP) {
        throw e;
      }
      host.route().execute(Links.createPlain("ifb", settings));
    }
  }

  private void vlan(String name) throws IOException {
    if (name.indexOf('.') < 0) {
      throw new IOException(
          "invalid subinterface vlan name " + name + ", example formatting is eth0.10");
    }
    String[] parts = name.split("\\.", -1);
    if (parts.length != 2) {
      throw new IOException(
          "required interface name format is: name.vlan_id, ex. eth0.10 for vlan 10, instead"
              + " received "
              + name);
    }
    int id;
    try {
      id = Integer.parseInt(parts[1]);
    } catch (NumberFormatException e) {
      throw new IOException(
          "unable to parse a valid vlan id from: " + parts[1] + " (ex. eth0.10 for vlan 10)", e);
    }
    Link parent =
        find(parts[0])
            .orElseThrow(
                () ->
                    new IOException("-o parent interface was not found on the host: " + parts[0]));
    if (id < 1 || id > MAX_VLAN) {
      throw new IOException("vlan id must be between 1-4094, received: " + id);
    }
    try {
      host.route().execute(Links.createVlan(LinkSettings.named(name).up(true), parent.index(), id));
    } catch (NetlinkException e) {
      throw new IOException("failed to create " + name + " vlan link: " + e.getMessage(), e);
    }
  }

  /** Removes a network's parent, if it is ours and nobody else sits on it. */
  public void delete(Network network, Collection<Network> others) throws IOException {
    boolean shared =
        others.stream().anyMatch(o -> o.lan().isPresent() && o.parent().equals(network.parent()));
    if (!shared && !network.borrowed()) {
      Optional<Link> link = find(network.parent());
      if (link.isPresent()) {
        host.route().execute(Links.delete(link.get().index()));
      }
    }
  }

  /** A network's parent. */
  public Link find(Network network) throws IOException {
    return find(network.parent())
        .orElseThrow(
            () ->
                new IOException(
                    "the requested parent interface "
                        + network.parent()
                        + " was not found on the Docker host"));
  }

  private Optional<Link> find(String name) throws IOException {
    return Links.find(host.route(), name);
  }
}
