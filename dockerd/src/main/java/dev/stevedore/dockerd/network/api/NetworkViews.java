package dev.stevedore.dockerd.network.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.dockerd.network.address.Ipam;
import dev.stevedore.dockerd.network.address.Subnet;
import dev.stevedore.dockerd.network.model.ContainerFacts;
import dev.stevedore.dockerd.network.model.ContainerPort;
import dev.stevedore.dockerd.network.model.Endpoint;
import dev.stevedore.dockerd.network.model.EndpointConfig;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.model.PublishedPort;
import dev.stevedore.dockerd.network.model.Sandbox;
import dev.stevedore.dockerd.network.names.NameIndex;
import dev.stevedore.dockerd.network.state.Connections;
import dev.stevedore.lib.linux.netlink.route.InterfaceAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Networks and containers' places in them, as the Engine API shows them. */
public final class NetworkViews {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Connections connections;

  /** Shows these. */
  public NetworkViews(Connections connections) {
    this.connections = connections;
  }

  /** A network; with the containers that run in it, if {@code detailed}. */
  public ObjectNode network(Network network, boolean detailed) {
    ObjectNode node = JSON.objectNode();
    node.put("Name", network.name()).put("Id", network.id());
    node.set("Created", Json.MAPPER.valueToTree(network.declaration().created()));
    node.put("Scope", "local").put("Driver", network.driver());
    node.put("EnableIPv4", network.ipv4()).put("EnableIPv6", network.ipv6());
    node.set("IPAM", Json.MAPPER.valueToTree(shown(network)));
    node.put("Internal", network.internal()).put("Attachable", network.declaration().attachable());
    node.put("Ingress", false);
    node.putObject("ConfigFrom").put("Network", network.declaration().configFrom().orElse(""));
    node.put("ConfigOnly", network.configOnly());
    ObjectNode containers = node.putObject("Containers");
    if (detailed) {
      for (Endpoint endpoint : connections.in(network)) {
        endpoint
            .link()
            .ifPresent(link -> containers.set(endpoint.container(), member(endpoint, link)));
      }
    }
    node.set("Options", Json.MAPPER.valueToTree(network.options()));
    node.set("Labels", Json.MAPPER.valueToTree(network.declaration().labels()));
    return node;
  }

  /** Gateways are not shown of subnets that were chosen without one, as Docker does not. */
  private static Ipam shown(Network network) {
    List<Ipam.Pool> asked = network.declaration().asked().orElse(List.of());
    Set<String> without =
        asked.stream()
            .filter(p -> p.gateway().filter(g -> !g.isEmpty()).isEmpty())
            .flatMap(p -> p.subnet().stream())
            .filter(s -> !s.isEmpty())
            .map(s -> Subnet.parse(s).toString())
            .collect(Collectors.toSet());
    Ipam ipam = network.ipam();
    return new Ipam(
        ipam.driver(),
        ipam.options(),
        ipam.config()
            .map(
                pools ->
                    pools.stream()
                        .map(
                            p ->
                                p.subnet().filter(without::contains).isPresent()
                                    ? p.withoutGateway()
                                    : p)
                        .toList()));
  }

  private ObjectNode member(Endpoint endpoint, Endpoint.Link link) {
    return JSON.objectNode()
        .put("Name", connections.facts(endpoint.container()).map(ContainerFacts::name).orElse(""))
        .put("EndpointID", link.id())
        .put("MacAddress", link.mac().orElse(""))
        .put("IPv4Address", link.address4().orElse(""))
        .put("IPv6Address", link.address6().orElse(""));
  }

  /** A container's NetworkSettings. */
  public ObjectNode settings(ContainerFacts container) {
    Optional<Sandbox> sandbox = connections.sandbox(container.id());
    List<Endpoint> endpoints = connections.of(container.id());
    ObjectNode node = JSON.objectNode();
    node.put("Bridge", "");
    node.put("SandboxID", sandbox.map(Sandbox::id).orElse(""));
    node.put("SandboxKey", sandbox.map(Sandbox::namespace).orElse(""));
    node.set("Ports", sandbox.map(s -> portMap(container, s)).orElseGet(JSON::objectNode));
    node.put("HairpinMode", false).put("LinkLocalIPv6Address", "").put("LinkLocalIPv6PrefixLen", 0);
    node.putNull("SecondaryIPAddresses").putNull("SecondaryIPv6Addresses");
    Optional<Endpoint.Link> main =
        endpoints.stream()
            .filter(
                e ->
                    connections
                        .network(e)
                        .filter(n -> n.name().equals(Network.DEFAULT))
                        .isPresent())
            .flatMap(e -> e.link().stream())
            .findFirst();
    link(node, main);
    ObjectNode all = node.putObject("Networks");
    for (Endpoint endpoint : endpoints) {
      connections
          .network(endpoint)
          .ifPresent(n -> all.set(n.name(), endpoint(container, n, endpoint)));
    }
    return node;
  }

  private static void link(ObjectNode node, Optional<Endpoint.Link> link) {
    Optional<InterfaceAddress> v4 = link.flatMap(Endpoint.Link::v4);
    Optional<InterfaceAddress> v6 = link.flatMap(Endpoint.Link::v6);
    node.put("EndpointID", link.map(Endpoint.Link::id).orElse(""));
    node.put("Gateway", link.flatMap(Endpoint.Link::gateway4).orElse(""));
    node.put("GlobalIPv6Address", v6.map(NetworkViews::address).orElse(""));
    node.put("GlobalIPv6PrefixLen", v6.map(InterfaceAddress::prefixLength).orElse(0));
    node.put("IPAddress", v4.map(NetworkViews::address).orElse(""));
    node.put("IPPrefixLen", v4.map(InterfaceAddress::prefixLength).orElse(0));
    node.put("IPv6Gateway", link.flatMap(Endpoint.Link::gateway6).orElse(""));
    node.put("MacAddress", link.flatMap(Endpoint.Link::mac).orElse(""));
  }

  private static String address(InterfaceAddress address) {
    return dev.stevedore.dockerd.network.address.Addresses.text(address.address());
  }

  private ObjectNode endpoint(ContainerFacts container, Network network, Endpoint endpoint) {
    EndpointConfig config = endpoint.config();
    ObjectNode node = JSON.objectNode();
    node.set("IPAMConfig", Json.MAPPER.valueToTree(config.ipam()));
    node.set("Links", Json.MAPPER.valueToTree(config.links()));
    node.set("Aliases", Json.MAPPER.valueToTree(config.aliases()));
    node.set("DriverOpts", Json.MAPPER.valueToTree(config.options()));
    node.put("GwPriority", config.gatewayPriority().orElse(0));
    node.put("NetworkID", network.id());
    link(node, endpoint.link());
    if (network.hasNames()) {
      node.set("DNSNames", Json.MAPPER.valueToTree(NameIndex.names(container, config)));
    } else {
      node.putNull("DNSNames");
    }
    return node;
  }

  private static ObjectNode portMap(ContainerFacts container, Sandbox sandbox) {
    SortedMap<String, JsonNode> map = new TreeMap<>(); // in the order of Go's maps
    for (ContainerPort port : container.exposed()) {
      map.put(port.toString(), JSON.nullNode());
    }
    for (PublishedPort port : sandbox.ports()) {
      String key = port.containerPort() + "/" + port.protocol();
      ArrayNode list = map.get(key) instanceof ArrayNode there ? there : JSON.arrayNode();
      list.addObject()
          .put("HostIp", port.hostAddress())
          .put("HostPort", port.isRouted() ? "" : String.valueOf(port.hostPort()));
      map.put(key, list);
    }
    return JSON.objectNode().setAll(map);
  }

  /** A container's ports as the list of containers shows them. */
  public ArrayNode ports(ContainerFacts container) {
    ArrayNode list = JSON.arrayNode();
    Optional<Sandbox> sandbox = connections.sandbox(container.id());
    if (sandbox.isEmpty()) {
      return list;
    }
    for (ContainerPort port : container.exposed()) {
      List<PublishedPort> published =
          sandbox.get().ports().stream()
              .filter(
                  p ->
                      p.containerPort() == port.number()
                          && p.protocol().equals(port.protocol().text()))
              .toList();
      if (published.isEmpty()) {
        list.addObject().put("PrivatePort", port.number()).put("Type", port.protocol().text());
      }
      for (PublishedPort p : published) {
        ObjectNode one =
            list.addObject().put("IP", p.hostAddress()).put("PrivatePort", p.containerPort());
        if (!p.isRouted()) {
          one.put("PublicPort", p.hostPort());
        }
        one.put("Type", p.protocol());
      }
    }
    return list;
  }
}
