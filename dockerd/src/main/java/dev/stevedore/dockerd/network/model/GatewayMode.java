package dev.stevedore.dockerd.network.model;

/** How the packets of one version pass between a bridge network and the rest of the world. */
public enum GatewayMode {
  /** By published ports in, with the host's address out. */
  NAT,

  /** The same, and to all ports of containers for who has a route to them. */
  NAT_UNPROTECTED,

  /** With their own addresses, to published ports only. */
  ROUTED,

  /** Not even with the host; for internal networks only. */
  ISOLATED
}
