package dev.stevedore.dockerd.network;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.dockerd.network.model.Endpoint;
import dev.stevedore.dockerd.network.model.EndpointConfig;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.model.PublishedPort;
import dev.stevedore.dockerd.network.model.Sandbox;
import dev.stevedore.dockerd.network.port.ContainerPort;
import dev.stevedore.lib.linux.netlink.route.InterfaceAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Networks and containers' places in them, as the Engine API shows them. */
final class NetworkViews {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Connections connections;

  NetworkViews(Connections connections) {
    this.connections = connections;
  }

  /** A network; with the containers that run in it, if {@code detailed}. */
  ObjectNode network(Network network, boolean detailed) {
    ObjectNode node = JSON.objectNode();
    node.put("Name", network.name()).put("Id", network.id());
    node.set("Created", Json.MAPPER.valueToTree(network.created()));
    node.put("Scope", "local").put("Driver", network.driver());
    node.put("EnableIPv4", network.ipv4()).put("EnableIPv6", network.ipv6());
    node.set("IPAM", Json.MAPPER.valueToTree(network.ipam()));
    node.put("Internal", network.internal()).put("Attachable", network.attachable());
    node.put("Ingress", false);
    node.putObject("ConfigFrom").put("Network", network.configFrom().orElse(""));
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
    node.set("Labels", Json.MAPPER.valueToTree(network.labels()));
    return node;
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
  ObjectNode settings(ContainerFacts container) {
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
      node.set("DNSNames", Json.MAPPER.valueToTree(names(container, config)));
    } else {
      node.putNull("DNSNames");
    }
    return node;
  }

  /**
   * What a container is called in a network: the first of them is what its address is looked up as.
   */
  static List<String> names(ContainerFacts container, EndpointConfig config) {
    Set<String> names = new LinkedHashSet<>();
    if (!container.name().isEmpty()) {
      names.add(container.name());
    }
    names.addAll(config.aliases().orElse(List.of()));
    names.add(container.id().substring(0, Math.min(12, container.id().length())));
    if (!container.hostname().isEmpty()) {
      names.add(container.hostname());
    }
    return List.copyOf(names);
  }

  private static ObjectNode portMap(ContainerFacts container, Sandbox sandbox) {
    ObjectNode map = JSON.objectNode();
    for (ContainerPort port : container.exposed()) {
      map.putNull(port.toString());
    }
    for (PublishedPort port : sandbox.ports()) {
      String key = port.containerPort() + "/" + port.protocol();
      ArrayNode list = map.get(key) instanceof ArrayNode there ? there : map.putArray(key);
      list.addObject()
          .put("HostIp", port.hostAddress())
          .put("HostPort", port.isRouted() ? "" : String.valueOf(port.hostPort()));
    }
    return map;
  }

  /** A container's ports as the list of containers shows them. */
  ArrayNode ports(ContainerFacts container) {
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
