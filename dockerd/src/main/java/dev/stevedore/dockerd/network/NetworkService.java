package dev.stevedore.dockerd.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.dockerd.network.api.NetworkViews;
import dev.stevedore.dockerd.network.endpoint.Attacher;
import dev.stevedore.dockerd.network.endpoint.EndpointChecks;
import dev.stevedore.dockerd.network.endpoint.LinkPorts;
import dev.stevedore.dockerd.network.model.ContainerFacts;
import dev.stevedore.dockerd.network.model.Endpoint;
import dev.stevedore.dockerd.network.model.EndpointConfig;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.model.Resolver;
import dev.stevedore.dockerd.network.model.Sandbox;
import dev.stevedore.dockerd.network.names.ContainerFiles;
import dev.stevedore.dockerd.network.names.ContainerLinks;
import dev.stevedore.dockerd.network.port.PortPublishing;
import dev.stevedore.dockerd.network.recovery.Reconciler;
import dev.stevedore.dockerd.network.state.Connections;
import dev.stevedore.dockerd.network.state.Registry;
import java.io.IOException;
import java.nio.file.Path;
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

  private final Registry registry;
  private final Connections connections;
  private final Attacher attacher;
  private final PortPublishing ports;
  private final NetworkViews views;
  private final Reconciler reconciler;
  private final ContainerLinks links;
  private final ContainerFiles files;
  private final LinkPorts linkPorts;
  private final Resolver resolver;

  NetworkService(
      Registry registry,
      Connections connections,
      Attacher attacher,
      PortPublishing ports,
      NetworkViews views,
      Reconciler reconciler,
      ContainerLinks links,
      ContainerFiles files,
      LinkPorts linkPorts,
      Resolver resolver) {
    this.registry = registry;
    this.connections = connections;
    this.attacher = attacher;
    this.ports = ports;
    this.views = views;
    this.reconciler = reconciler;
    this.links = links;
    this.files = files;
    this.linkPorts = linkPorts;
    this.resolver = resolver;
  }

  @Override
  public void define(ContainerFacts asked, JsonNode networking) {
    ContainerFacts container = asked.withDefaults(resolver);
    Map<String, EndpointConfig> wanted = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> e : networking.path("EndpointsConfig").properties()) {
      String id = id(e.getKey().equals("default") ? Network.DEFAULT : e.getKey());
      // What is said of other networks makes no sense with none, host and container:.
      boolean sociable = container.hasNamespace() && !container.mode().equals(Network.NONE);
      boolean own = container.network().filter(term -> id(term).equals(id)).isPresent();
      if (sociable || own) {
        wanted.put(id, config(e.getValue()));
      }
    }
    if (wanted.isEmpty()) {
      container.network().ifPresent(term -> wanted.put(id(term), EndpointConfig.EMPTY));
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
    ContainerFacts container = asked.withDefaults(resolver);
    connections.know(container);
    try {
      links.check(container);
      Sandbox sandbox = attacher.attach(container);
      for (ContainerFacts parent : links.parents(container.id())) {
        files.writeHosts(parent);
      }
      return new Attachment(
          Path.of(sandbox.namespace()),
          files.hosts(container),
          files.resolvConf(container),
          links.variables(container));
    } catch (IOException e) {
      throw new ApiException.Internal(
          "failed to set up container networking: " + e.getMessage(), e);
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
    connections.know(container.withDefaults(resolver));
  }

  @Override
  public void relinked(ContainerFacts asked) {
    ContainerFacts container = asked.withDefaults(resolver);
    connections.know(container);
    try {
      linkPorts.update();
      files.writeHosts(container);
    } catch (IOException e) {
      throw new ApiException.Internal("cannot change links: " + e.getMessage(), e);
    }
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
  public Optional<String> chosenMac(ContainerFacts container) {
    // A network that is not there yet is known by what the mode calls it.
    Optional<String> main = container.network();
    return connections.of(container.id()).stream()
        .filter(
            endpoint ->
                Stream.concat(
                        Stream.of(endpoint.network()),
                        connections.network(endpoint).map(Network::name).stream())
                    .anyMatch(term -> main.filter(term::equals).isPresent()))
        .flatMap(endpoint -> endpoint.config().wantedMac().stream())
        .findFirst();
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
      reconciler.reconcile(all.stream().map(c -> c.withDefaults(resolver)).toList(), running);
    } catch (IOException e) {
      throw new ApiException.Internal("networks cannot be put in order: " + e.getMessage(), e);
    }
  }
}
