package dev.stevedore.dockerd.network.names;

import dev.stevedore.dockerd.network.dns.DnsLoop;
import dev.stevedore.dockerd.network.dns.DnsServer;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.state.Connections;
import dev.stevedore.lib.linux.netns.NetworkNamespace;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The name servers of containers in user-defined networks, and what each of them knows. */
public final class NameServers implements AutoCloseable {
  private record Indexed(long version, NameIndex index) {}

  private final Connections connections;
  private final DnsLoop loop;
  private final Map<String, DnsServer> servers = new ConcurrentHashMap<>();
  private final Map<String, Indexed> indexes = new ConcurrentHashMap<>();

  /** None yet. */
  public NameServers(Connections connections, DnsLoop loop) {
    this.connections = connections;
    this.loop = loop;
  }

  /** Whether a container has a name server: one of its networks has names. */
  public boolean isNeeded(String container) {
    return connections.of(container).stream()
        .anyMatch(e -> connections.network(e).filter(Network::hasNames).isPresent());
  }

  /** Starts a container's server, if it needs one and has none. */
  public void start(String container, NetworkNamespace namespace) throws IOException {
    if (isNeeded(container) && !servers.containsKey(container)) {
      servers.put(
          container,
          loop.serve(namespace, new ContainerNames(container, connections, this::index)));
    }
  }

  /** A network's names; put together again after each change. */
  private NameIndex index(Network network) {
    long version = connections.version();
    Indexed known = indexes.get(network.id());
    if (known == null || known.version != version) {
      known = new Indexed(version, NameIndex.of(network, connections));
      indexes.put(network.id(), known);
    }
    return known.index;
  }

  /** Ends a container's server. */
  public void stop(String container) {
    DnsServer server = servers.remove(container);
    if (server != null) {
      server.close();
    }
  }

  @Override
  public void close() {
    servers.values().forEach(DnsServer::close);
    servers.clear();
    loop.close();
  }
}
