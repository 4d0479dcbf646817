package dev.stevedore.dockerd.network.port;

import dev.stevedore.dockerd.network.model.PortRequest;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the published ports of a container lead.
 *
 * @param v4 the container's address of version 4
 * @param v6 the container's address of version 6
 * @param alone whether the container has no address of version 6 at all
 * @param everywhere the address of the host that requests without one mean; absent: all
 */
public record Target(
    Optional<InetAddress> v4,
    Optional<InetAddress> v6,
    boolean alone,
    Optional<InetAddress> everywhere) {
  private static final InetAddress ALL4 = InetAddress.ofLiteral("0.0.0.0");
  private static final InetAddress ALL6 = InetAddress.ofLiteral("::");

  /** An address of the host, and the container's that is reached there. */
  record Way(InetAddress host, InetAddress container) {}

  /**
   * The ways into the container that a request means; all get the same port.
   *
   * @param relayed whether a container that has no IPv6 is reached by it, too
   */
  List<Way> ways(PortRequest request, boolean relayed) {
    Optional<InetAddress> host = request.hostAddress().or(() -> everywhere);
    boolean only4 = host.filter(Inet4Address.class::isInstance).isPresent();
    boolean only6 = host.filter(Inet6Address.class::isInstance).isPresent();
    List<Way> ways = new ArrayList<>();
    if (!only6) {
      v4.ifPresent(address -> ways.add(new Way(host.orElse(ALL4), address)));
    }
    if (!only4) {
      boolean passedOn = relayed && alone && request.container().protocol().isRelayed();
      v6.or(() -> passedOn ? v4 : Optional.empty())
          .ifPresent(address -> ways.add(new Way(host.orElse(ALL6), address)));
    }
    return ways;
  }
}
