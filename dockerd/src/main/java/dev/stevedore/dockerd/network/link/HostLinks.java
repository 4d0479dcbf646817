package dev.stevedore.dockerd.network.link;

import dev.stevedore.dockerd.network.host.HostNetwork;
import dev.stevedore.dockerd.network.model.Network;
import java.io.IOException;
import java.util.Collection;

/** What networks have of the host's links: bridges and parents. */
public final class HostLinks {
  private final Bridges bridges;
  private final Parents parents;

  /** Works on this host. */
  public HostLinks(HostNetwork host) {
    bridges = new Bridges(host);
    parents = new Parents(host);
  }

  /** The bridges. */
  public Bridges bridges() {
    return bridges;
  }

  /** The links that macvlan and ipvlan networks sit on. */
  public Parents parents() {
    return parents;
  }

  /**
   * Whether what a network would sit on is there already, and not ours.
   *
   * @param others all other networks
   * @throws IOException if it is there, and nothing to sit on
   */
  public boolean isBorrowed(Network network, Collection<Network> others) throws IOException {
    if (network.isBridge()) {
      return bridges.exists(network.bridge());
    }
    return network.lan().isPresent() && parents.isBorrowed(network, others);
  }

  /** Makes what is missing. */
  public void ensure(Network network) throws IOException {
    if (network.isBridge()) {
      bridges.ensure(network);
    } else if (network.lan().isPresent()) {
      parents.ensure(network);
    }
  }

  /**
   * Removes what was made for a network.
   *
   * @param others all other networks that stay
   */
  public void delete(Network network, Collection<Network> others) throws IOException {
    if (network.isBridge()) {
      bridges.delete(network);
    } else if (network.lan().isPresent()) {
      parents.delete(network, others);
    }
  }
}
