package dev.stevedore.dockerd.network.config;

/**
 * What the daemon is told about the firewall and published ports.
 *
 * @param backend what the firewall's rules are made with
 * @param obeysInput whether the host's INPUT rules decide who reaches published ports
 * @param relayed whether clients that come by IPv6 reach containers that have none
 * @param guarded whether the host is kept from becoming a router between its own links
 * @param scope how much of that is done at all
 */
public record FirewallConfig(
    Backend backend, boolean obeysInput, boolean relayed, boolean guarded, Scope scope) {
  /** As it is if nothing is said. */
  public static final FirewallConfig DEFAULT =
      new FirewallConfig(Backend.NFTABLES, false, true, true);

  /** All is done. */
  public FirewallConfig(Backend backend, boolean obeysInput, boolean relayed, boolean guarded) {
    this(backend, obeysInput, relayed, guarded, Scope.USUAL);
  }

  /**
   * How much is done.
   *
   * @param v4 whether rules are made for IPv4
   * @param v6 whether rules are made for IPv6
   * @param forwards whether forwarding is switched on where it is off
   * @param direct whether other hosts reach published ports at containers' own addresses
   */
  public record Scope(boolean v4, boolean v6, boolean forwards, boolean direct) {
    /** As it is if nothing is said. */
    public static final Scope USUAL = new Scope(true, true, true, false);

    /** Whether rules are made for one version. */
    public boolean makes(boolean version6) {
      return version6 ? v6 : v4;
    }

    /** Whether rules are made at all. */
    public boolean makesAny() {
      return v4 || v6;
    }
  }

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
