package dev.stevedore.lib.linux.netlink.nftables;

/** Whose packets a table sees. */
public enum Family {
  /** IPv4 and IPv6. */
  INET(1, "inet"),
  IPV4(2, "ip"),
  IPV6(10, "ip6");

  private final int number;
  private final String text;

  Family(int number, String text) {
    this.number = number;
    this.text = text;
  }

  /** The kernel's NFPROTO_ number. */
  public int number() {
    return number;
  }

  /** As nft(8) calls it. */
  @Override
  public String toString() {
    return text;
  }
}
