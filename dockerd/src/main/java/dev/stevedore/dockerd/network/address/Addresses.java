package dev.stevedore.dockerd.network.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;

/** Addresses as text. */
public final class Addresses {
  private Addresses() {}

  /** The address that a text is, if it is one; names are never looked up. */
  public static Optional<InetAddress> parse(String text) {
    // ofLiteral also takes 127.1 and 0x7f000001, which are no addresses to Docker.
    boolean v4 = text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    if (!v4 && text.indexOf(':') < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The text of an address, of version 6 in its short form (RFC 5952). */
  public static String text(InetAddress address) {
    return address instanceof Inet6Address
        ? compressed(address.getAddress())
        : address.getHostAddress();
  }

  private static String compressed(byte[] bytes) {
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
    }
    int longest = 0;
    int start = -1;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - i > longest && end - i > 1) {
        longest = end - i;
        start = i;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == start) {
        text.append("::");
        i += longest - 1;
      } else {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }
}
