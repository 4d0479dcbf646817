package dev.stevedore.dockerd.network.port;

import dev.stevedore.dockerd.network.firewall.PortRule;
import dev.stevedore.dockerd.network.host.HostNetwork;
import dev.stevedore.lib.linux.netlink.conntrack.Flow;
import dev.stevedore.lib.linux.netlink.conntrack.Flows;
import dev.stevedore.lib.linux.netlink.route.Addresses;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whoever keeps sending to a UDP port stays on the way that his first packet took, as long as he
 * goes on: to a container that is gone, or to nobody, from before the port was published. So the
 * kernel is told to forget such ways when ports change.
 */
public final class StaleFlows {
  private static final Logger LOG = LoggerFactory.getLogger(StaleFlows.class);
  private static final int UDP = 17;

  private final HostNetwork host;

  /** Of this host. */
  public StaleFlows(HostNetwork host) {
    this.host = host;
  }

  /** Forgets those to ports that are published now, or are no more. */
  void forget(Collection<PortRule> removed, Collection<PortRule> added) {
    for (boolean v6 : new boolean[] {false, true}) {
      List<PortRule> gone = udp(removed, v6);
      List<PortRule> fresh = udp(added, v6);
      if (!gone.isEmpty() || !fresh.isEmpty()) {
        try {
          forget(gone, fresh, v6);
        } catch (IOException e) {
          LOG.warn("senders to UDP ports may go on to where they were: {}", e.getMessage());
        }
      }
    }
  }

  private static List<PortRule> udp(Collection<PortRule> ports, boolean v6) {
    return ports.stream()
        .filter(p -> p.protocol() == UDP && (p.containerAddress().getAddress().length == 16) == v6)
        .toList();
  }

  private void forget(List<PortRule> gone, List<PortRule> fresh, boolean v6) throws IOException {
    Set<InetAddress> local =
        Addresses.list(host.route()).stream()
            .map(a -> a.address().address())
            .collect(Collectors.toSet());
    for (Flow flow : Flows.list(host.filter(), v6)) {
      boolean stale =
          flow.protocol() == UDP
              && (gone.stream().anyMatch(port -> ledTo(flow, port))
                  || fresh.stream().anyMatch(port -> missed(flow, port, local)));
      if (stale) {
        Flows.delete(host.filter(), flow);
      }
    }
  }

  private static boolean ledTo(Flow flow, PortRule port) {
    return flow.destinationPort() == port.hostPort()
        && flow.answering().equals(port.containerAddress());
  }

  private static boolean missed(Flow flow, PortRule port, Set<InetAddress> local) {
    return flow.destinationPort() == port.hostPort()
        && flow.answering().equals(flow.destination())
        && (port.hostAddress().isAnyLocalAddress()
            ? local.contains(flow.destination())
            : port.hostAddress().equals(flow.destination()));
  }
}
