package dev.stevedore.lib.linux.netlink.nftables;

/** Whose packets a table sees. */
public enum Family {
  /** IPv4 and IPv6. */
  INET(1),
  IPV4(2),
  IPV6(10);

  private final int number;

  Family(int number) {
    this.number = number;
  }

  /** The kernel's NFPROTO_ number. */
  public int number() {
    return number;
  }
}
