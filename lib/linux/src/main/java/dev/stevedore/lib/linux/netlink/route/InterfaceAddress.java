package dev.stevedore.lib.linux.netlink.route;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * An IP address as an interface has it.
 *
 * @param address the address
 * @param prefixLength how many of its first bits are the network's
 */
public record InterfaceAddress(InetAddress address, int prefixLength) {
  /** Checks that the prefix is not longer than the address. */
  public InterfaceAddress {
    if (prefixLength < 0 || prefixLength > 8 * address.getAddress().length) {
      throw new IllegalArgumentException("invalid prefix length " + prefixLength);
    }
  }

  /** Reads {@code 10.0.0.1/24}. */
  public static InterfaceAddress parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("invalid CIDR address: " + text);
    }
    return new InterfaceAddress(
        InetAddress.ofLiteral(text.substring(0, slash)),
        Integer.parseInt(text.substring(slash + 1)));
  }

  /** Whether it is of version 6. */
  public boolean isV6() {
    return address instanceof Inet6Address;
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + prefixLength;
  }
}
