package dev.stevedore.dockerd.network.port;

import dev.stevedore.dockerd.network.address.Addresses;
import dev.stevedore.dockerd.network.firewall.Firewall;
import dev.stevedore.dockerd.network.firewall.PortRule;
import dev.stevedore.dockerd.network.model.PublishedPort;
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
  private static final InetAddress ALL4 = InetAddress.ofLiteral("0.0.0.0");
  private static final InetAddress ALL6 = InetAddress.ofLiteral("::");

  private final HostPorts hostPorts;
  private final Firewall firewall;

  /** Publishes with these. */
  public Publisher(HostPorts hostPorts, Firewall firewall) {
    this.hostPorts = hostPorts;
    this.firewall = firewall;
  }

  /**
   * Publishes ports of a container, all or none.
   *
   * @param v4 the container's address of version 4
   * @param v6 the container's address of version 6
   * @param everywhere the address of the host that requests without one mean; empty: all
   */
  public List<PublishedPort> publish(
      List<PortRequest> requests,
      Optional<InetAddress> v4,
      Optional<InetAddress> v6,
      Optional<InetAddress> everywhere)
      throws IOException {
    List<PublishedPort> published = new ArrayList<>();
    try {
      for (PortRequest request : requests) {
        Optional<InetAddress> host = request.hostAddress().or(() -> everywhere);
        PortRequest wanted = request;
        if (v4.isPresent() && host.filter(Inet6Address.class::isInstance).isEmpty()) {
          PublishedPort port = take(wanted, host.orElse(ALL4), v4.get());
          published.add(port);
          // Both versions get the same port.
          wanted =
              new PortRequest(
                  request.container(), request.hostAddress(), port.hostPort(), port.hostPort());
        }
        boolean any =
            host.filter(a -> !(a instanceof Inet6Address) && !a.isAnyLocalAddress()).isEmpty();
        if (v6.isPresent() && any && request.hostAddress().filter(ALL4::equals).isEmpty()) {
          InetAddress address = host.filter(Inet6Address.class::isInstance).orElse(ALL6);
          published.add(take(wanted, address, v6.get()));
        }
      }
      firewall.publish(rules(published));
      return published;
    } catch (IOException | RuntimeException e) {
      giveBack(published);
      throw e;
    }
  }

  private PublishedPort take(PortRequest request, InetAddress host, InetAddress container)
      throws IOException {
    HostPorts.Key key = hostPorts.take(request, host);
    return new PublishedPort(
        key.protocol().text(),
        Addresses.text(key.address()),
        key.port(),
        Addresses.text(container),
        request.container().number());
  }

  /** Takes ports back. */
  public void unpublish(List<PublishedPort> published) throws IOException {
    try {
      firewall.unpublish(rules(published));
    } finally {
      giveBack(published);
    }
  }

  /** Goes on with ports of a container that has run while the daemon was away. */
  public void resume(List<PublishedPort> published) throws IOException {
    for (PublishedPort port : published) {
      Optional<String> failure = hostPorts.retake(key(port));
      if (failure.isPresent()) {
        // Packets go to the container all the same; only the reservation is another's.
        LOG.warn("published port {} is not held: {}", key(port), failure.get());
      }
    }
  }

  private void giveBack(List<PublishedPort> published) {
    published.forEach(port -> hostPorts.giveBack(key(port)));
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
}
