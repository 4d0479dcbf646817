package dev.stevedore.dockerd.network.firewall;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * A port of the host that leads into a container.
 *
 * @param protocol 6 TCP, 17 UDP, 132 SCTP
 * @param hostAddress which of the host's addresses; the unspecified one means all
 * @param hostPort the host's port; 0: the container's port is let in by its own address
 * @param containerAddress the container, of the same IP version
 * @param containerPort its port
 */
public record PortRule(
    int protocol,
    InetAddress hostAddress,
    int hostPort,
    InetAddress containerAddress,
    int containerPort)
    implements Opening {
  /** Checks that both addresses are of one version. */
  public PortRule {
    if (hostAddress.getAddress().length != containerAddress.getAddress().length) {
      throw new IllegalArgumentException(
          hostAddress + " and " + containerAddress + " are not of one version");
    }
  }

  /** Whether it leads nowhere, but lets clients in. */
  public boolean isRouted() {
    return hostPort == 0;
  }

  @Override
  public boolean isV6() {
    return containerAddress instanceof Inet6Address;
  }
}
