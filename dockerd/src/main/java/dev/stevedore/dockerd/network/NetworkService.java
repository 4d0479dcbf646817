package dev.stevedore.dockerd.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.dockerd.network.address.Addresses;
import dev.stevedore.dockerd.network.dns.DnsServer;
import dev.stevedore.dockerd.network.model.Endpoint;
import dev.stevedore.dockerd.network.model.EndpointConfig;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.model.Sandbox;
import dev.stevedore.dockerd.network.sandbox.HostsFile;
import dev.stevedore.dockerd.network.sandbox.ResolvConf;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Networks, for the parts that have containers. */
final class NetworkService implements ContainerNetworks {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkService.class);
  private static final String SHARED =
      "container sharing network namespace with another container or host cannot be connected to"
          + " any other network";

  private final Registry registry;
  private final Connections connections;
  private final Attacher attacher;
  private final PortPublishing ports;
  private final NetworkViews views;
  private final Reconciler reconciler;
  private final NameServers nameServers;
  private final NetworkDefaults defaults;
  private final ContainerLinks links;

  NetworkService(
      Registry registry,
      Connections connections,
      Attacher attacher,
      PortPublishing ports,
      NetworkViews views,
      Reconciler reconciler,
      NameServers nameServers,
      NetworkDefaults defaults) {
    this.registry = registry;
    this.connections = connections;
    this.attacher = attacher;
    this.ports = ports;
    this.views = views;
    this.reconciler = reconciler;
    this.nameServers = nameServers;
    this.defaults = defaults;
    this.links = new ContainerLinks(connections, registry);
  }

  @Override
  public void define(ContainerFacts asked, JsonNode networking) {
    ContainerFacts container = asked.withDefaults(defaults);
    Map<String, EndpointConfig> wanted = new LinkedHashMap<>();
    container.network().ifPresent(term -> wanted.put(id(term), EndpointConfig.EMPTY));
    for (Map.Entry<String, JsonNode> e : networking.path("EndpointsConfig").properties()) {
      String id = id(e.getKey().equals("default") ? Network.DEFAULT : e.getKey());
      // What is said of other networks makes no sense with none, host and container:.
      if (container.hasLinks() || wanted.containsKey(id)) {
        wanted.put(id, config(e.getValue()));
      }
    }
    wanted.forEach(
        (id, config) ->
            registry.byId(id).ifPresent(network -> EndpointChecks.check(network, config)));
    connections.know(container);
    wanted.forEach(
        (id, config) ->
            connections.put(new Endpoint(container.id(), id, config, Optional.empty())));
  }

  /** A network's id; the term itself if there is none yet: it is looked up again at the start. */
  private String id(String term) {
    try {
      return registry.find(term).id();
    } catch (ApiException.NotFound e) {
      return term;
    }
  }

  private static EndpointConfig config(JsonNode node) {
    if (node.isNull() || node.isMissingNode()) {
      return EndpointConfig.EMPTY;
    }
    try {
      return Json.MAPPER.treeToValue(node, EndpointConfig.class);
    } catch (JsonProcessingException e) {
      throw new ApiException.BadParameter("invalid JSON: " + e.getOriginalMessage(), e);
    }
  }

  @Override
  public Attachment attach(ContainerFacts asked) {
    ContainerFacts container = asked.withDefaults(defaults);
    connections.know(container);
    try {
      links.check(container);
      Sandbox sandbox = attacher.attach(container);
      for (ContainerFacts parent : links.parents(container.id())) {
        writeHosts(parent);
      }
      return new Attachment(
          java.nio.file.Path.of(sandbox.namespace()),
          hosts(container),
          resolvConf(container),
          links.variables(container));
    } catch (IOException e) {
      throw new ApiException.Internal(
          "failed to set up container networking: " + e.getMessage(), e);
    }
  }

  String hosts(ContainerFacts container) {
    List<String> addresses =
        Attacher.addresses(connections.of(container.id())).stream().map(Addresses::text).toList();
    return HostsFile.text(
        container.hostname(),
        container.domainname(),
        addresses,
        container.extraHosts(),
        hostGateways(),
        links.hosts(container));
  }

  private List<String> hostGateways() {
    if (!defaults.hostGateways().isEmpty()) {
      return defaults.hostGateways().stream().map(Addresses::text).toList();
    }
    return registry.byName(Network.DEFAULT).stream()
        .flatMap(n -> Stream.of(Registry.own(n, false), Registry.own(n, true)))
        .flatMap(Optional::stream)
        .toList();
  }

  private String resolvConf(ContainerFacts container) throws IOException {
    if (nameServers.isNeeded(container.id())) {
      return ResolvConf.ofHost()
          .with(List.of(), container.dnsSearch(), container.dnsOptions())
          .behind(DnsServer.ADDRESS)
          .text();
    }
    return ResolvConf.reachable()
        .with(container.dns(), container.dnsSearch(), container.dnsOptions())
        .text();
  }

  /** Connects a container to one more network, at once if it runs. */
  void connect(ContainerFacts asked, Network network, EndpointConfig config) {
    ContainerFacts container = asked.withDefaults(defaults);
    requireLinks(container, network);
    EndpointChecks.check(network, config);
    if (connections.endpoint(container.id(), network).isPresent()) {
      throw new ApiException.Forbidden(
          "endpoint with name "
              + container.name()
              + " already exists in network "
              + network.name());
    }
    connections.know(container);
    Endpoint endpoint = new Endpoint(container.id(), network.id(), config, Optional.empty());
    try {
      boolean named = nameServers.isNeeded(container.id());
      connections.put(endpoint);
      attacher.connect(container, endpoint);
      writeHosts(container);
      if (!named && nameServers.isNeeded(container.id())) {
        write(container, "resolv.conf", resolvConf(container));
      }
    } catch (IOException | RuntimeException e) {
      connections.endpoint(container.id(), network).ifPresent(connections::remove);
      if (e instanceof ApiException refused) {
        throw refused;
      }
      throw new ApiException.Internal(
          "cannot connect to network " + network.name() + ": " + e.getMessage(), e);
    }
  }

  /** Disconnects a container from a network, at once if it runs. */
  void disconnect(ContainerFacts container, Network network) {
    requireLinks(container, network);
    Endpoint endpoint =
        connections
            .endpoint(container.id(), network)
            .orElseThrow(
                () ->
                    new ApiException.Forbidden(
                        "container "
                            + container.id()
                            + " is not connected to network "
                            + network.name()));
    try {
      attacher.disconnect(container, endpoint);
      writeHosts(container);
    } catch (IOException e) {
      throw new ApiException.Internal(
          "cannot disconnect from network " + network.name() + ": " + e.getMessage(), e);
    }
  }

  private static void requireLinks(ContainerFacts container, Network network) {
    if (container.mode().startsWith("container:")) {
      throw new ApiException.BadParameter(SHARED);
    }
    if (container.mode().equals("host")) {
      throw new ApiException.BadParameter(
          network.name().equals("host")
              ? "cannot disconnect container from host network - container was created in host"
                  + " network mode"
              : SHARED);
    }
    if (network.name().equals("host")) {
      throw new ApiException.BadParameter(
          "cannot connect container to host network - container must be created in host network"
              + " mode");
    }
    if (container.mode().equals("none") || network.name().equals("none")) {
      throw new ApiException.BadParameter(
          "container cannot be connected to multiple networks with one of the networks in private"
              + " (none) mode");
    }
  }

  private void writeHosts(ContainerFacts container) throws IOException {
    write(container, "hosts", hosts(container));
  }

  /** Writes a file that is mounted into a running container; it has to stay the same file. */
  private void write(ContainerFacts container, String name, String text) throws IOException {
    Optional<java.nio.file.Path> file = container.hosts().map(h -> h.resolveSibling(name));
    if (connections.sandbox(container.id()).isPresent() && file.filter(Files::exists).isPresent()) {
      Files.writeString(file.get(), text);
    }
  }

  @Override
  public void detach(String container) {
    try {
      attacher.detach(container);
    } catch (IOException e) {
      LOG.warn("the network of container {} is not gone: {}", container, e.getMessage());
    }
  }

  @Override
  public void forget(String container) {
    detach(container);
    connections.forget(container);
  }

  @Override
  public void renamed(ContainerFacts container) {
    connections.know(container.withDefaults(defaults));
  }

  @Override
  public List<String> variables(ContainerFacts container) {
    return links.variables(container);
  }

  @Override
  public ObjectNode settings(ContainerFacts container) {
    return views.settings(container);
  }

  @Override
  public ArrayNode ports(ContainerFacts container) {
    return views.ports(container);
  }

  @Override
  public void republish(ContainerFacts container) {
    connections.know(container);
    try {
      ports.publish(container);
    } catch (IOException e) {
      throw new ApiException.Internal("cannot publish ports: " + e.getMessage(), e);
    }
  }

  @Override
  public void reconcile(Collection<ContainerFacts> all, Collection<String> running) {
    try {
      reconciler.reconcile(all.stream().map(c -> c.withDefaults(defaults)).toList(), running);
    } catch (IOException e) {
      throw new ApiException.Internal("networks cannot be put in order: " + e.getMessage(), e);
    }
  }
}
