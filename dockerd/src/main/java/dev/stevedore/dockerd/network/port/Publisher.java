package dev.stevedore.dockerd.network.port;

import dev.stevedore.dockerd.network.address.Addresses;
import dev.stevedore.dockerd.network.firewall.Firewall;
import dev.stevedore.dockerd.network.firewall.PortRule;
import dev.stevedore.dockerd.network.model.PortRequest;
import dev.stevedore.dockerd.network.model.Protocol;
import dev.stevedore.dockerd.network.model.PublishedPort;
import dev.stevedore.dockerd.network.relay.Relay;
import dev.stevedore.lib.linux.Fd;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes ports: takes the host's ports, and has the firewall lead them into containers. */
public final class Publisher {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final HostPorts hostPorts;
  private final Firewall firewall;
  private final Optional<Relay> relay;
  private final StaleFlows flows;

  /**
   * Publishes with these.
   *
   * @param flows that are forgotten when ports change
   * @param relay for what the firewall cannot lead into containers; absent: such ports lead nowhere
   */
  public Publisher(
      HostPorts hostPorts, Firewall firewall, StaleFlows flows, Optional<Relay> relay) {
    this.hostPorts = hostPorts;
    this.firewall = firewall;
    this.relay = relay;
    this.flows = flows;
  }

  /**
   * Publishes other ports of a container than up to now: what is wanted of them stays untouched,
   * the others are taken back, what is missing is added. All of that happens, or nothing.
   *
   * @param current what is published now
   * @param requests what shall be
   * @return what is published then
   */
  public List<PublishedPort> change(
      List<PublishedPort> current, List<PortRequest> requests, Target target) throws IOException {
    return hostPorts.exclusively(
        () -> {
          List<PublishedPort> unclaimed = new ArrayList<>(current);
          List<Optional<List<PublishedPort>>> kept = new ArrayList<>();
          for (PortRequest request : requests) {
            kept.add(claim(request, target, unclaimed));
          }
          List<PublishedPort> added = new ArrayList<>();
          List<PublishedPort> result = new ArrayList<>();
          unclaimed.forEach(this::giveBack);
          try {
            for (int i = 0; i < requests.size(); i++) {
              Optional<List<PublishedPort>> there = kept.get(i);
              List<PublishedPort> ports =
                  there.isPresent() ? there.get() : take(requests.get(i), target);
              result.addAll(ports);
              if (there.isEmpty()) {
                added.addAll(ports);
              }
            }
            firewall.change(rules(unclaimed), rules(added));
            flows.forget(rules(unclaimed), rules(added));
          } catch (IOException | RuntimeException e) {
            added.forEach(this::giveBack);
            resume(unclaimed);
            throw e;
          }
          return List.copyOf(result);
        });
  }

  /** What is there already of a request, taken out of the list; nothing if that is not all. */
  private Optional<List<PublishedPort>> claim(
      PortRequest request, Target target, List<PublishedPort> unclaimed) {
    List<Target.Way> ways = target.ways(request, relay.isPresent());
    for (PublishedPort first : unclaimed) {
      int port = first.hostPort();
      if (request.isAny() || (port >= request.from() && port <= request.to())) {
        List<PublishedPort> all = ways.stream().map(way -> published(request, way, port)).toList();
        if (all.contains(first) && unclaimed.containsAll(all)) {
          unclaimed.removeAll(all);
          return Optional.of(all);
        }
      }
    }
    return Optional.empty();
  }

  private List<PublishedPort> take(PortRequest request, Target target) throws IOException {
    List<Target.Way> ways = target.ways(request, relay.isPresent());
    if (ways.isEmpty()) {
      return List.of();
    }
    int port = hostPorts.take(request, ways.stream().map(Target.Way::host).toList());
    List<PublishedPort> taken = ways.stream().map(way -> published(request, way, port)).toList();
    try {
      for (PublishedPort one : taken) {
        relay(one);
      }
    } catch (IOException e) {
      taken.forEach(this::giveBack);
      throw e;
    }
    return taken;
  }

  private static PublishedPort published(PortRequest request, Target.Way way, int port) {
    return new PublishedPort(
        request.container().protocol().text(),
        Addresses.text(way.host()),
        port,
        Addresses.text(way.container()),
        request.container().number());
  }

  /**
   * Lets clients in by a container's own addresses, to the ports that it publishes, and to no
   * others any more.
   *
   * @param current what they are let in to now
   * @param addresses of the container
   * @return what they are let in to then
   */
  public List<PublishedPort> route(
      List<PublishedPort> current, List<PortRequest> requests, List<InetAddress> addresses)
      throws IOException {
    List<PublishedPort> wanted = new ArrayList<>();
    for (PortRequest request : requests) {
      for (InetAddress address : addresses) {
        wanted.add(
            new PublishedPort(
                request.container().protocol().text(),
                address instanceof Inet6Address ? "::" : "0.0.0.0",
                PublishedPort.ROUTED,
                Addresses.text(address),
                request.container().number()));
      }
    }
    List<PublishedPort> all = wanted.stream().distinct().toList();
    firewall.change(
        rules(current.stream().filter(port -> !all.contains(port)).toList()),
        rules(all.stream().filter(port -> !current.contains(port)).toList()));
    return all;
  }

  /** Takes ports back. */
  public void unpublish(List<PublishedPort> published) throws IOException {
    try {
      firewall.change(rules(published), List.of());
      flows.forget(rules(published), List.of());
    } finally {
      published.forEach(this::giveBack);
    }
  }

  /** Goes on with ports of a container that has run while the daemon was away. */
  public void resume(List<PublishedPort> published) throws IOException {
    for (PublishedPort port : published) {
      if (port.isRouted()) {
        continue;
      }
      Optional<String> failure = hostPorts.retake(key(port));
      if (failure.isPresent()) {
        // Packets go to the container all the same; only the reservation is another's.
        LOG.warn("published port {} is not held: {}", key(port), failure.get());
      } else {
        relay(port);
      }
    }
  }

  /**
   * What comes by IPv6, or by a version that the firewall has no rules for, may get as far as the
   * socket that holds the port: it is passed on then.
   */
  private void relay(PublishedPort port) throws IOException {
    HostPorts.Key key = key(port);
    Optional<Fd> socket = hostPorts.socket(key);
    if (relay.isPresent()
        && socket.isPresent()
        && key.protocol().isRelayed()
        && (key.address() instanceof Inet6Address || !firewall.leads(false))) {
      InetAddress container = InetAddress.ofLiteral(port.containerAddress());
      boolean datagrams = key.protocol() == Protocol.UDP;
      relay
          .get()
          .add(
              socket.get(),
              key.address() instanceof Inet6Address,
              datagrams,
              container,
              port.containerPort());
    }
  }

  private void giveBack(PublishedPort port) {
    HostPorts.Key key = key(port);
    if (relay.isPresent()) {
      hostPorts.socket(key).ifPresent(relay.get()::remove);
    }
    hostPorts.giveBack(key);
  }

  private static HostPorts.Key key(PublishedPort port) {
    return new HostPorts.Key(
        Protocol.parse(port.protocol()),
        InetAddress.ofLiteral(port.hostAddress()),
        port.hostPort());
  }

  /** What the firewall has to do for ports. */
  public static List<PortRule> rules(List<PublishedPort> published) {
    return published.stream()
        .filter(port -> isV6(port.hostAddress()) == isV6(port.containerAddress()))
        .map(
            port ->
                new PortRule(
                    Protocol.parse(port.protocol()).number(),
                    InetAddress.ofLiteral(port.hostAddress()),
                    port.hostPort(),
                    InetAddress.ofLiteral(port.containerAddress()),
                    port.containerPort()))
        .toList();
  }

  private static boolean isV6(String address) {
    return address.indexOf(':') >= 0;
  }
}
