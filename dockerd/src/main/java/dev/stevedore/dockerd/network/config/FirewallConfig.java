package dev.stevedore.dockerd.network.config;

/**
 * What the daemon is told about the firewall and published ports.
 *
 * @param backend what the firewall's rules are made with
 * @param obeysInput whether the host's INPUT rules decide who reaches published ports
 * @param relayed whether clients that come by IPv6 reach containers that have none
 * @param guarded whether the host is kept from becoming a router between its own links
 */
public record FirewallConfig(
    Backend backend, boolean obeysInput, boolean relayed, boolean guarded) {
  /** As it is if nothing is said. */
  public static final FirewallConfig DEFAULT =
      new FirewallConfig(Backend.NFTABLES, false, true, true);

  /** What the firewall's rules are made with. */
  public enum Backend {
    NFTABLES("nftables"),
    /** Whichever iptables the host has. */
    IPTABLES("iptables"),
    IPTABLES_LEGACY("iptables-legacy"),
    IPTABLES_NFT("iptables-nft");

    private final String text;

    Backend(String text) {
      this.text = text;
    }

    /** How it is called in the configuration. */
    public String text() {
      return text;
    }

    /** What follows {@code iptables} in the names of its programs. */
    public String flavour() {
      return text.startsWith("iptables") ? text.substring("iptables".length()) : "";
    }
  }
}
