package dev.stevedore.dockerd.network.endpoint;

import dev.stevedore.dockerd.network.firewall.Firewall;
import dev.stevedore.dockerd.network.firewall.LinkRule;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.names.ContainerLinks;
import dev.stevedore.dockerd.network.state.NetworkStore;
import dev.stevedore.dockerd.network.state.Registry;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Opens what containers expose to those that have links to them, where the default network keeps
 * its containers apart.
 */
public final class LinkPorts {
  private static final String SETTING = "link-ports";

  private final Registry registry;
  private final ContainerLinks links;
  private final Firewall firewall;
  private final NetworkStore store;
  private Set<LinkRule> open = Set.of();

  /** Nothing is open yet. */
  public LinkPorts(Registry registry, ContainerLinks links, Firewall firewall, NetworkStore store) {
    this.registry = registry;
    this.links = links;
    this.firewall = firewall;
    this.store = store;
  }

  /**
   * Notes what the last daemon had open, before the firewall is installed: which containers there
   * are, and with which links, is known later only.
   */
  public synchronized void expect() {
    if (apart()) {
      open =
          store
              .setting(SETTING)
              .orElse("")
              .lines()
              .map(LinkRule::parse)
              .collect(Collectors.toSet());
      firewall.expect(Set.of(), open);
    }
  }

  private boolean apart() {
    return registry.byName(Network.DEFAULT).filter(Network::opensLinks).isPresent();
  }

  /** After containers have come or gone, and before addresses of theirs are given out again. */
  public synchronized void update() throws IOException {
    Set<LinkRule> wanted = apart() ? links.openings() : Set.of();
    if (wanted.equals(open)) {
      return;
    }
    Set<LinkRule> removed = new HashSet<>(open);
    removed.removeAll(wanted);
    Set<LinkRule> added = new HashSet<>(wanted);
    added.removeAll(open);
    store.set(SETTING, wanted.stream().map(LinkRule::toString).collect(Collectors.joining("\n")));
    firewall.change(removed, added);
    open = wanted;
  }
}
