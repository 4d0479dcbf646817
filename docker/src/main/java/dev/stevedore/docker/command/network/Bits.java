package dev.stevedore.docker.command.network;

/** IP addresses as bits, so far as to say whether one is in a subnet. */
final class Bits {
  private Bits() {}

  /** Whether an address is in a subnet; texts that are neither are in none. */
  static boolean contains(String subnet, String address) {
    int slash = subnet.indexOf('/');
    if (slash < 0) {
      return false;
    }
    try {
      String base = of(subnet.substring(0, slash));
      String wanted = of(address);
      int length = Integer.parseInt(subnet.substring(slash + 1));
      return base.length() == wanted.length()
          && length >= 0
          && length <= base.length()
          && base.substring(0, length).equals(wanted.substring(0, length));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Whether two subnets have addresses in common. */
  static boolean overlap(String one, String other) {
    return contains(one, base(other)) || contains(other, base(one));
  }

  private static String base(String subnet) {
    return subnet.substring(0, Math.max(0, subnet.indexOf('/')));
  }

  private static String of(String address) {
    StringBuilder bits = new StringBuilder();
    if (address.indexOf(':') < 0) {
      for (String part : address.split("\\.", -1)) {
        append(bits, Integer.parseInt(part), 8);
      }
      return bits.toString();
    }
    int gap = address.indexOf("::");
    if (gap < 0) {
      return groups(address);
    }
    String before = groups(address.substring(0, gap));
    String after = groups(address.substring(gap + 2));
    bits.append(before);
    while (bits.length() + after.length() < 128) {
      bits.append('0');
    }
    return bits.append(after).toString();
  }

  private static String groups(String text) {
    StringBuilder bits = new StringBuilder();
    if (!text.isEmpty()) {
      for (String group : text.split(":", -1)) {
        append(bits, Integer.parseInt(group, 16), 16);
      }
    }
    return bits.toString();
  }

  private static void append(StringBuilder bits, int value, int width) {
    for (int i = width - 1; i >= 0; i--) {
      bits.append((value >> i) & 1);
    }
  }
}
