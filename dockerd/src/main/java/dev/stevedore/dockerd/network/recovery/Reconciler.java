package dev.stevedore.dockerd.network.recovery;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.network.endpoint.Attacher;
import dev.stevedore.dockerd.network.endpoint.LinkPorts;
import dev.stevedore.dockerd.network.firewall.Firewall;
import dev.stevedore.dockerd.network.host.HostNetwork;
import dev.stevedore.dockerd.network.link.Bridges;
import dev.stevedore.dockerd.network.model.ContainerFacts;
import dev.stevedore.dockerd.network.model.Endpoint;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.model.Sandbox;
import dev.stevedore.dockerd.network.names.NameServers;
import dev.stevedore.dockerd.network.port.PortPublishing;
import dev.stevedore.dockerd.network.port.Publisher;
import dev.stevedore.dockerd.network.sandbox.NamespacePool;
import dev.stevedore.dockerd.network.sandbox.Reaper;
import dev.stevedore.dockerd.network.state.Connections;
import dev.stevedore.dockerd.network.state.Registry;
import dev.stevedore.lib.linux.netlink.route.Link;
import dev.stevedore.lib.linux.netns.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the kernel's state and ours together when the daemon starts, whatever instruction the last
 * one was killed at. What is ours is known by where it is: links are ports of our bridges,
 * namespaces are files of our directory, rules are in our table.
 */
public final class Reconciler {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  private final HostNetwork host;
  private final Registry registry;
  private final Connections connections;
  private final Attacher attacher;
  private final NamespacePool namespaces;
  private final Publisher publisher;
  private final PortPublishing ports;
  private final Firewall firewall;
  private final NameServers nameServers;
  private final LinkPorts linkPorts;
  private final Reaper reaper;

  /** Works with these. */
  public Reconciler(
      HostNetwork host,
      Registry registry,
      Connections connections,
      Attacher attacher,
      NamespacePool namespaces,
      Publisher publisher,
      PortPublishing ports,
      Firewall firewall,
      NameServers nameServers,
      LinkPorts linkPorts,
      Reaper reaper) {
    this.host = host;
    this.registry = registry;
    this.connections = connections;
    this.attacher = attacher;
    this.namespaces = namespaces;
    this.publisher = publisher;
    this.ports = ports;
    this.firewall = firewall;
    this.nameServers = nameServers;
    this.linkPorts = linkPorts;
    this.reaper = reaper;
  }

  /** Notes the addresses and ports that are in use, before the firewall is installed. */
  public void expect() {
    for (Endpoint endpoint : connections.all()) {
      Optional<Network> network = connections.network(endpoint);
      if (network.isPresent()) {
        endpoint.link().ifPresent(link -> registry.note(network.get(), link));
      }
    }
    firewall.expect(
        registry.all().stream().filter(Network::isBridge).map(Bridges::rules).toList(),
        connections.sandboxes().stream()
            .flatMap(s -> Publisher.rules(s.ports()).stream())
            .toList());
    linkPorts.expect();
  }

  public void reconcile(Collection<ContainerFacts> all, Collection<String> running)
      throws IOException {
    Map<String, ContainerFacts> known =
        all.stream().collect(Collectors.toMap(ContainerFacts::id, Function.identity()));
    known.values().forEach(connections::know);
    for (Sandbox sandbox : connections.sandboxes()) {
      if (running.contains(sandbox.container())) {
        publisher.resume(sandbox.ports());
        finish(known.get(sandbox.container()));
        serveNames(sandbox);
        sweepInside(sandbox);
      } else {
        attacher.detach(sandbox.container());
      }
    }
    Set<String> links = new HashSet<>();
    for (Endpoint endpoint : connections.all()) {
      if (!known.containsKey(endpoint.container())) {
        attacher.detach(endpoint.container());
        connections.forget(endpoint.container());
      } else if (running.contains(endpoint.container())) {
        endpoint.link().flatMap(Endpoint.Link::hostName).ifPresent(links::add);
      } else if (endpoint.link().isPresent()) {
        attacher.detach(endpoint.container());
      }
    }
    linkPorts.update();
    sweepLinks(links);
    namespaces.sweep(
        connections.sandboxes().stream()
            .map(s -> Path.of(s.namespace()))
            .collect(Collectors.toSet()));
  }

  /** Finishes a change of ports that the last daemon did not come to the end of. */
  private void finish(@Nullable ContainerFacts container) {
    if (container == null) {
      return;
    }
    try {
      ports.publish(container);
    } catch (IOException | ApiException e) {
      LOG.error("ports of container {} stay as they are: {}", container.name(), e.getMessage());
    }
  }

  /** One container that cannot be served must not hold up all others. */
  private void serveNames(Sandbox sandbox) {
    try (NetworkNamespace namespace = NetworkNamespace.open(Path.of(sandbox.namespace()))) {
      nameServers.start(sandbox.container(), namespace);
    } catch (IOException e) {
      LOG.warn(
          "container {} has no name server until it is started again: {}",
          sandbox.container(),
          e.getMessage());
    }
  }

  private void sweepLinks(Set<String> inUse) throws IOException {
    for (Link link : Strays.ports(host, registry.all(), inUse)) {
      LOG.info("link {} belongs to no container any more, and is removed", link.name());
      reaper.take(Reaper.Remains.link(link.name()));
    }
  }

  /** A container that was just leaving a network has its link still, if that is in it alone. */
  private void sweepInside(Sandbox sandbox) throws IOException {
    List<String> links = Strays.inside(sandbox, connections.of(sandbox.container()));
    if (!links.isEmpty()) {
      LOG.info("links {} of container {} are removed", links, sandbox.container());
      reaper.take(
          new Reaper.Remains(
              List.of(),
              Optional.of(new Reaper.Inside(Path.of(sandbox.namespace()), links)),
              Optional.empty(),
              () -> {}));
    }
  }
}
