package dev.stevedore.lib.registry;

import java.net.InetAddress;

/**
 * A network of addresses.
 *
 * @param address the first one
 * @param bits how many leading bits all have in common
 */
record Network(InetAddress address, int bits) {
  /** Reads {@code 10.0.0.0/8}; throws IllegalArgumentException if it is not that. */
  static Network parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = InetAddress.ofLiteral(text.substring(0, slash));
    int bits = Integer.parseInt(text.substring(slash + 1));
    if (bits < 0 || bits > address.getAddress().length * 8) {
      throw new IllegalArgumentException("invalid CIDR address: " + text);
    }
    return new Network(address, bits);
  }

  boolean contains(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] theirs = other.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((mine[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return address.getHostAddress().replace("0:0:0:0:0:0:0:1", "::1") + "/" + bits;
  }
}
