package dev.stevedore.dockerd.network.firewall;

/** A way into a container that there would not be otherwise. */
public sealed interface Opening permits PortRule, LinkRule {
  /** Whether it is of IPv6. */
  boolean isV6();
}
