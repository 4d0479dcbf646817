package dev.stevedore.dockerd.network.model;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A port of the host that leads into a container.
 *
 * @param protocol tcp, udp or sctp
 * @param hostAddress an address of the host; {@code 0.0.0.0} or {@code ::} for all
 * @param hostPort the host's port; {@link #ROUTED}: clients use the container's own address
 * @param containerAddress the container's address
 * @param containerPort its port
 */
public record PublishedPort(
    String protocol, String hostAddress, int hostPort, String containerAddress, int containerPort) {
  /** No port of the host. */
  public static final int ROUTED = 0;

  /** Whether clients use the container's own address. */
  @JsonIgnore
  public boolean isRouted() {
    return hostPort == ROUTED;
  }
}
