package dev.stevedore.dockerd.network.names;

import dev.stevedore.dockerd.network.address.Addresses;
import dev.stevedore.dockerd.network.dns.DnsServer;
import dev.stevedore.dockerd.network.model.ContainerFacts;
import dev.stevedore.dockerd.network.model.Endpoint;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.sandbox.HostsFile;
import dev.stevedore.dockerd.network.sandbox.ResolvConf;
import dev.stevedore.dockerd.network.state.Connections;
import dev.stevedore.dockerd.network.state.Registry;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Containers' /etc/hosts and /etc/resolv.conf: what they say, kept up to date while they run. */
public final class ContainerFiles {
  private final Registry registry;
  private final Connections connections;
  private final NameServers nameServers;
  private final ContainerLinks links;
  private final List<InetAddress> hostGateways;

  /**
   * Writes nothing yet.
   *
   * @param hostGateways what {@code host-gateway} means; empty: the default bridge
   */
  public ContainerFiles(
      Registry registry,
      Connections connections,
      NameServers nameServers,
      ContainerLinks links,
      List<InetAddress> hostGateways) {
    this.registry = registry;
    this.connections = connections;
    this.nameServers = nameServers;
    this.links = links;
    this.hostGateways = List.copyOf(hostGateways);
  }

  /** What a container's /etc/hosts says. */
  public String hosts(ContainerFacts container) {
    List<String> addresses =
        connections.of(container.id()).stream()
            .flatMap(Endpoint::addresses)
            .map(Addresses::text)
            .toList();
    return HostsFile.text(
        container.hostname(),
        container.domainname(),
        addresses,
        container.extraHosts(),
        hostGateways(),
        links.hosts(container),
        container.ipv6());
  }

  private List<String> hostGateways() {
    if (!hostGateways.isEmpty()) {
      return hostGateways.stream().map(Addresses::text).toList();
    }
    return registry.byName(Network.DEFAULT).stream()
        .flatMap(n -> Stream.of(n.own(false), n.own(true)))
        .flatMap(Optional::stream)
        .toList();
  }

  /** What its /etc/resolv.conf says. */
  public String resolvConf(ContainerFacts container) throws IOException {
    if (nameServers.isNeeded(container.id())) {
      return ResolvConf.ofHost()
          .with(container.resolver().withoutServers())
          .behind(DnsServer.ADDRESS)
          .text();
    }
    return ResolvConf.reachable().with(container.resolver()).text();
  }

  /** Writes its /etc/hosts anew, if it runs. */
  public void writeHosts(ContainerFacts container) throws IOException {
    write(container, "hosts", hosts(container));
  }

  /** Writes its /etc/resolv.conf anew, if it runs. */
  public void writeResolvConf(ContainerFacts container) throws IOException {
    write(container, "resolv.conf", resolvConf(container));
  }

  /** Writes a file that is mounted into a running container; it has to stay the same file. */
  private void write(ContainerFacts container, String name, String text) throws IOException {
    Optional<Path> file = container.hosts().map(h -> h.resolveSibling(name));
    if (connections.sandbox(container.id()).isPresent() && file.filter(Files::exists).isPresent()) {
      Files.writeString(file.get(), text);
    }
  }
}
