package dev.stevedore.dockerd.network;

import dev.stevedore.dockerd.network.dns.DnsServer;
import dev.stevedore.dockerd.network.dns.Names;
import dev.stevedore.dockerd.network.model.Endpoint;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.sandbox.ResolvConf;
import dev.stevedore.lib.linux.netns.NetworkNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The name servers of containers in user-defined networks, and what each of them knows. */
final class NameServers implements AutoCloseable {
  private final Connections connections;
  private final Map<String, DnsServer> servers = new ConcurrentHashMap<>();

  NameServers(Connections connections) {
    this.connections = connections;
  }

  /** Whether a container has a name server: one of its networks has names. */
  boolean isNeeded(String container) {
    return connections.of(container).stream()
        .anyMatch(e -> connections.network(e).filter(Network::hasNames).isPresent());
  }

  /** Starts a container's server, if it needs one and has none. */
  void start(String container, NetworkNamespace namespace) throws IOException {
    if (isNeeded(container) && !servers.containsKey(container)) {
      servers.put(container, new DnsServer(namespace, new View(container)));
    }
  }

  /** Ends a container's server. */
  void stop(String container) {
    DnsServer server = servers.remove(container);
    if (server != null) {
      server.close();
    }
  }

  @Override
  public void close() {
    servers.values().forEach(DnsServer::close);
    servers.clear();
  }

  /** What one container sees. */
  private final class View implements Names {
    private final String container;

    View(String container) {
      this.container = container;
    }

    /** The networks with names that the container is in. */
    private List<Network> networks() {
      return connections.of(container).stream()
          .filter(e -> e.link().isPresent())
          .flatMap(e -> connections.network(e).stream())
          .filter(Network::hasNames)
          .toList();
    }

    @Override
    public List<InetAddress> addresses(String name) {
      for (Network network : networks()) {
        String suffix = "." + network.name().toLowerCase(Locale.ROOT);
        String plain =
            name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
        List<Endpoint> called =
            connections.in(network).stream()
                .filter(e -> e.link().isPresent() && isCalled(e, network, name, plain))
                .toList();
        if (!called.isEmpty()) {
          return Attacher.addresses(called);
        }
      }
      return List.of();
    }

    private boolean isCalled(Endpoint endpoint, Network network, String name, String plain) {
      return names(endpoint).stream()
              .map(n -> n.toLowerCase(Locale.ROOT))
              .anyMatch(n -> n.equals(name) || n.equals(plain))
          || isLinked(endpoint, network, name);
    }

    /** Whether this container has a name of its own for the other: {@code --link other:name}. */
    private boolean isLinked(Endpoint other, Network network, String name) {
      List<String> links =
          connections
              .endpoint(container, network)
              .flatMap(e -> e.config().links())
              .orElse(List.of());
      for (String link : links) {
        int colon = link.indexOf(':');
        String target = colon < 0 ? link : link.substring(0, colon);
        String alias = colon < 0 ? link : link.substring(colon + 1);
        if (alias.equalsIgnoreCase(name)
            && (other.container().startsWith(target) || names(other).contains(target))) {
          return true;
        }
      }
      return false;
    }

    private List<String> names(Endpoint endpoint) {
      return connections
          .facts(endpoint.container())
          .map(facts -> NetworkViews.names(facts, endpoint.config()))
          .orElse(List.of());
    }

    @Override
    public Optional<String> name(InetAddress address) {
      for (Network network : networks()) {
        for (Endpoint endpoint : connections.in(network)) {
          List<String> names = names(endpoint);
          if (Attacher.addresses(List.of(endpoint)).contains(address) && !names.isEmpty()) {
            return Optional.of(names.getFirst() + "." + network.name());
          }
        }
      }
      return Optional.empty();
    }

    @Override
    public List<String> upstream() {
      boolean outside =
          connections.of(container).stream()
              .anyMatch(e -> connections.network(e).filter(n -> !n.internal()).isPresent());
      if (!outside) {
        return List.of();
      }
      List<String> own = connections.facts(container).map(ContainerFacts::dns).orElse(List.of());
      if (!own.isEmpty()) {
        return own;
      }
      try {
        return new ArrayList<>(ResolvConf.ofHost().servers());
      } catch (IOException e) {
        return List.of();
      }
    }
  }
}
