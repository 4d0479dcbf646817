package dev.stevedore.dockerd.network.names;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.network.address.Addresses;
import dev.stevedore.dockerd.network.firewall.LinkRule;
import dev.stevedore.dockerd.network.model.ContainerFacts;
import dev.stevedore.dockerd.network.model.ContainerPort;
import dev.stevedore.dockerd.network.model.Endpoint;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.model.Sandbox;
import dev.stevedore.dockerd.network.state.Connections;
import dev.stevedore.dockerd.network.state.Registry;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Links of the old style: containers of the default network that have names for others of it, in
 * their /etc/hosts and in variables.
 */
public final class ContainerLinks {
  private final Connections connections;
  private final Registry registry;

  /** A link: another container, and what it is called. */
  private record Link(String target, String alias) {
    static Link parse(String text) {
      int colon = text.indexOf(':');
      return new Link(text.substring(0, colon), text.substring(colon + 1));
    }
  }

  /** Links between these. */
  public ContainerLinks(Connections connections, Registry registry) {
    this.connections = connections;
    this.registry = registry;
  }

  /** What a container's /etc/hosts says of others: an address and its names each. */
  public List<String> hosts(ContainerFacts container) {
    List<String> lines = new ArrayList<>();
    for (String text : container.links()) {
      Link link = Link.parse(text);
      Optional<ContainerFacts> other = connections.facts(link.target);
      if (other.isEmpty()) {
        continue;
      }
      String names = link.alias + " " + other.get().hostname();
      if (!link.alias.equals(other.get().name())) {
        names += " " + other.get().name();
      }
      for (InetAddress address : addresses(link.target)) {
        lines.add(Addresses.text(address) + "\t" + names);
      }
    }
    return lines;
  }

  private Optional<Endpoint> endpoint(String container) {
    return registry
        .byName(Network.DEFAULT)
        .flatMap(network -> connections.endpoint(container, network));
  }

  private List<InetAddress> addresses(String container) {
    return endpoint(container).stream().flatMap(Endpoint::addresses).toList();
  }

  /** The containers that have a name for this one. */
  public List<ContainerFacts> parents(String container) {
    return connections.sandboxes().stream()
        .flatMap(sandbox -> connections.facts(sandbox.container()).stream())
        .filter(
            facts -> facts.links().stream().anyMatch(l -> Link.parse(l).target.equals(container)))
        .toList();
  }

  /**
   * Makes sure that a container that is about to start can have its links.
   *
   * @throws ApiException.Internal if one of the others does not run, with Docker's status
   */
  public void check(ContainerFacts container) {
    for (String text : container.links()) {
      Link link = Link.parse(text);
      Optional<ContainerFacts> other = connections.facts(link.target);
      if (other.isEmpty()) {
        continue;
      }
      if (endpoint(link.target).isEmpty()) {
        throw new ApiException.Internal(
            "Cannot link to /"
                + other.get().name()
                + ", as it does not belong to the default network");
      }
      if (connections.sandbox(link.target).isEmpty()) {
        throw new ApiException.Internal(
            "Cannot link to a non running container: /"
                + other.get().name()
                + " AS "
                + path(container, link));
      }
    }
  }

  private static String path(ContainerFacts container, Link link) {
    return "/" + container.name() + "/" + link.alias;
  }

  /** The variables that tell of others, as far as they run. */
  public List<String> variables(ContainerFacts container) {
    List<String> variables = new ArrayList<>();
    for (String text : container.links()) {
      Link link = Link.parse(text);
      Optional<ContainerFacts> other = connections.facts(link.target);
      Optional<InetAddress> address = addresses(link.target).stream().findFirst();
      if (other.isPresent() && address.isPresent()) {
        variables.addAll(
            variables(
                path(container, link), link.alias, Addresses.text(address.get()), other.get()));
      }
    }
    return variables;
  }

  /** What links open where containers do not reach each other: ports that are exposed, in IPv4. */
  public Set<LinkRule> openings() {
    Set<LinkRule> openings = new HashSet<>();
    for (Sandbox sandbox : connections.sandboxes()) {
      Optional<ContainerFacts> container = connections.facts(sandbox.container());
      for (String text : container.map(ContainerFacts::links).orElse(List.of())) {
        String target = Link.parse(text).target;
        for (InetAddress client : addresses(sandbox.container())) {
          for (InetAddress server : addresses(target)) {
            if (client instanceof Inet4Address && server instanceof Inet4Address) {
              connections.facts(target).stream()
                  .flatMap(facts -> facts.exposed().stream())
                  .map(p -> new LinkRule(client, server, p.protocol().number(), p.number()))
                  .forEach(openings::add);
            }
          }
        }
      }
    }
    return openings;
  }

  private static List<String> variables(
      String path, String alias, String address, ContainerFacts other) {
    String name = alias.toUpperCase(Locale.ROOT).replace('-', '_');
    List<ContainerPort> ports = new ArrayList<>(other.exposed());
    ports.sort(
        Comparator.comparing((ContainerPort p) -> !p.protocol().text().equals("tcp"))
            .thenComparing(p -> p.protocol().text())
            .thenComparingInt(ContainerPort::number));
    List<String> variables = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < ports.size(); i++) {
      ContainerPort port = ports.get(i);
      String protocol = port.protocol().text();
      String url = protocol + "://" + address + ":" + port.number();
      if (i == 0) {
        variables.add(name + "_PORT=" + url);
      }
      String prefix = prefix(name, port);
      variables.add(prefix + "=" + url);
      variables.add(prefix + "_ADDR=" + address);
      variables.add(prefix + "_PORT=" + port.number());
      variables.add(prefix + "_PROTO=" + protocol);
      boolean goesOn =
          i + 1 < ports.size()
              && ports.get(i + 1).protocol() == port.protocol()
              && ports.get(i + 1).number() == port.number() + 1;
      if (!goesOn) {
        if (start < i) {
          range(variables, name, address, ports.get(start), port);
        }
        start = i + 1;
      }
    }
    variables.add(name + "_NAME=" + path);
    for (String entry : other.environment()) {
      int equals = entry.indexOf('=');
      if (equals > 0 && !entry.startsWith("HOME=") && !entry.startsWith("PATH=")) {
        variables.add(name + "_ENV_" + entry);
      }
    }
    return variables;
  }

  private static void range(
      List<String> variables, String name, String address, ContainerPort from, ContainerPort to) {
    String prefix = prefix(name, from);
    String url = from.protocol().text() + "://" + address + ":";
    variables.add(prefix + "_START=" + url + from.number());
    variables.add(prefix + "_PORT_START=" + from.number());
    variables.add(prefix + "_END=" + url + to.number());
    variables.add(prefix + "_PORT_END=" + to.number());
  }

  private static String prefix(String name, ContainerPort port) {
    return name + "_PORT_" + port.number() + "_" + port.protocol().text().toUpperCase(Locale.ROOT);
  }
}
