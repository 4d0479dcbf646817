package dev.stevedore.lib.linux.netlink.route;

import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An Ethernet address.
 *
 * @param text as {@code 02:42:ac:11:00:02}
 */
public record MacAddress(String text) {
  private static final Pattern FORM = Pattern.compile("([0-9a-f]{2}:){5}[0-9a-f]{2}");
  private static final HexFormat HEX = HexFormat.ofDelimiter(":");

  /**
   * Checks the text, which may have upper-case letters and {@code -} between its numbers.
   *
   * @throws IllegalArgumentException if it is no address
   */
  public MacAddress {
    text = text.toLowerCase(Locale.ROOT).replace('-', ':');
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("invalid MAC address: " + text);
    }
  }

  /** The address made of six bytes. */
  public static MacAddress of(byte[] bytes) {
    return new MacAddress(HEX.formatHex(bytes));
  }

  /** Its six bytes. */
  public byte[] bytes() {
    return HEX.parseHex(text);
  }

  /** Whether it is a group's and not one interface's. */
  public boolean isMulticast() {
    return (bytes()[0] & 1) != 0;
  }

  @Override
  public String toString() {
    return text;
  }
}
