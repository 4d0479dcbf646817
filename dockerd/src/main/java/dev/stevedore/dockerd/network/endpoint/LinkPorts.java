package dev.stevedore.dockerd.network.endpoint;

import dev.stevedore.dockerd.network.firewall.Firewall;
import dev.stevedore.dockerd.network.firewall.LinkRule;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.names.ContainerLinks;
import dev.stevedore.dockerd.network.state.Registry;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * Opens what containers expose to those that have links to them, where the default network keeps
 * its containers apart.
 */
public final class LinkPorts {
  private final Registry registry;
  private final ContainerLinks links;
  private final Firewall firewall;
  private Set<LinkRule> open = Set.of();

  /** Nothing is open yet. */
  public LinkPorts(Registry registry, ContainerLinks links, Firewall firewall) {
    this.registry = registry;
    this.links = links;
    this.firewall = firewall;
  }

  /** After containers have come or gone, and before addresses of theirs are given out again. */
  public synchronized void update() throws IOException {
    boolean apart = registry.byName(Network.DEFAULT).filter(Network::opensLinks).isPresent();
    Set<LinkRule> wanted = apart ? links.openings() : Set.of();
    if (wanted.equals(open)) {
      return;
    }
    Set<LinkRule> removed = new HashSet<>(open);
    removed.removeAll(wanted);
    Set<LinkRule> added = new HashSet<>(wanted);
    added.removeAll(open);
    firewall.change(removed, added);
    open = wanted;
  }
}
