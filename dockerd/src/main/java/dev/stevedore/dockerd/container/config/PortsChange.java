package dev.stevedore.dockerd.container.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.network.model.ContainerPort;
import dev.stevedore.dockerd.network.model.PortRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Other published ports for a container that is there, which Docker's API does not have. Both parts
 * look like HostConfig's {@code PortBindings}:
 *
 * <pre>
 *   {"PortBindingsAdd":    {"80/tcp": [{"HostIp": "127.0.0.1", "HostPort": "8080"}]},
 *    "PortBindingsRemove": {"90/tcp": [{"HostPort": "9090"}], "53/udp": []}}
 * </pre>
 *
 * @param added what is published from now on
 * @param removed what is published no more; a binding without an address or a port means any, and a
 *     port without bindings all of its own
 */
public record PortsChange(List<Binding> added, List<Binding> removed) {
  private static final String ADD = "PortBindingsAdd";
  private static final String REMOVE = "PortBindingsRemove";
  private static final String BINDINGS = "PortBindings";
  private static final String ALL = "PublishAllPorts";

  /**
   * One way in.
   *
   * @param port the container's port
   * @param address the host's, empty for all
   * @param hostPort the host's port or ports, empty for any
   */
  public record Binding(ContainerPort port, String address, String hostPort) {
    /** Whether this, as something to remove, means the other. */
    boolean means(Binding other) {
      return port.equals(other.port)
          && (address.isEmpty() || address.equals(other.address))
          && (hostPort.isEmpty() || hostPort.equals(other.hostPort));
    }

    @Override
    public String toString() {
      String host = address.contains(":") ? "[" + address + "]" : address;
      return (host.isEmpty() ? "" : host + ":")
          + (hostPort.isEmpty() && host.isEmpty() ? "" : hostPort + ":")
          + port;
    }
  }

  /** Keeps copies. */
  public PortsChange {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
  }

  /**
   * Takes the change out of the body of an update.
   *
   * @throws ApiException.BadParameter if it says what is no port
   */
  public static PortsChange takenFrom(ObjectNode body) {
    List<Binding> added = bindings(body.path(ADD));
    List<Binding> removed = bindings(body.path(REMOVE));
    body.remove(List.of(ADD, REMOVE));
    added.forEach(b -> PortRequest.parse(b.port(), b.address(), b.hostPort()));
    return new PortsChange(added, removed);
  }

  private static List<Binding> bindings(JsonNode map) {
    List<Binding> list = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      ContainerPort port = ContainerPort.parse(entry.getKey());
      if (entry.getValue().isEmpty()) {
        list.add(new Binding(port, "", ""));
      }
      for (JsonNode binding : entry.getValue()) {
        list.add(
            new Binding(
                port, binding.path("HostIp").asText(""), binding.path("HostPort").asText("")));
      }
    }
    return list;
  }

  /** Whether nothing changes. */
  public boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty();
  }

  /**
   * A configuration with the ports changed. If one goes that {@code -P} publishes, the others that
   * it publishes are named instead of it.
   *
   * @param exposed what {@code -P} publishes
   * @param published what is published now, with the host's ports that were found for those that
   *     say none
   * @param warnings where is added what the change is not good for
   * @throws ApiException.Conflict if it does not go with what is there
   */
  public HostConfig applyTo(
      HostConfig config,
      List<ContainerPort> exposed,
      List<Binding> published,
      List<String> warnings) {
    if (isEmpty()) {
      return config;
    }
    if (config.networkMode().startsWith("container:")) {
      throw new ApiException.Conflict(
          "conflicting options: port publishing and the container type network mode");
    }
    if (config.networkMode().equals("host")) {
      warnings.add("Published ports are discarded when using host network mode");
    }
    List<Binding> bindings = bindings(config.view().node(BINDINGS));
    List<Binding> unnamed = config.view().bool(ALL) ? unnamed(exposed, bindings) : List.of();
    boolean named =
        removed.stream()
            .anyMatch(gone -> unnamed.stream().anyMatch(b -> isMeant(gone, b, published)));
    if (named) {
      bindings.addAll(unnamed);
    }
    for (Binding gone : removed) {
      if (!bindings.removeIf(binding -> isMeant(gone, binding, published))) {
        throw new ApiException.Conflict("port " + gone + " is not published");
      }
    }
    for (Binding binding : added) {
      if (!binding.hostPort().isEmpty() && bindings.contains(binding)) {
        throw new ApiException.Conflict("port " + binding + " is published already");
      }
      bindings.add(binding);
    }
    ObjectNode map = JsonNodeFactory.instance.objectNode();
    for (Binding b : bindings) {
      map.withArray("/" + b.port().toString().replace("/", "~1"))
          .addObject()
          .put("HostIp", b.address())
          .put("HostPort", b.hostPort());
    }
    HostConfig changed = config.with(BINDINGS, map);
    return named ? changed.with(ALL, BooleanNode.FALSE) : changed;
  }

  /** What {@code -P} publishes beside what is published by name. */
  private static List<Binding> unnamed(List<ContainerPort> exposed, List<Binding> named) {
    return exposed.stream()
        .filter(port -> named.stream().noneMatch(b -> b.port().equals(port)))
        .map(port -> new Binding(port, "", ""))
        .toList();
  }

  /** Whether a binding is to go: as it was asked for, or by the host's port that it got. */
  private static boolean isMeant(Binding gone, Binding binding, List<Binding> published) {
    boolean found = binding.hostPort.isEmpty() && binding.address.isEmpty();
    return gone.means(binding)
        || (found && gone.port.equals(binding.port) && published.stream().anyMatch(gone::means));
  }
}
