package dev.stevedore.dockerd.network.address;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.stevedore.lib.linux.netlink.route.InterfaceAddress;
import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A range of addresses that share their first bits.
 *
 * @param base its first address, the other bits zero
 * @param prefixLength how many bits are shared
 */
public record Subnet(InetAddress base, int prefixLength) {
  /**
   * Checks the two.
   *
   * @throws IllegalArgumentException if the base has bits set beyond the prefix
   */
  public Subnet {
    if (prefixLength < 0 || prefixLength > bits(base)) {
      throw new IllegalArgumentException("invalid prefix length " + prefixLength);
    }
    if (!masked(base, prefixLength).equals(base)) {
      throw new IllegalArgumentException(
          base.getHostAddress() + "/" + prefixLength + " has host bits set");
    }
  }

  /**
   * Reads {@code 172.18.0.0/16}; bits beyond the prefix are cleared.
   *
   * @throws IllegalArgumentException if it is nothing of that form
   */
  @JsonCreator
  public static Subnet parse(String text) {
    InterfaceAddress address = InterfaceAddress.parse(text);
    return around(address.address(), address.prefixLength());
  }

  /** The subnet of this size that an address is in. */
  public static Subnet around(InetAddress address, int prefixLength) {
    return new Subnet(masked(address, prefixLength), prefixLength);
  }

  private static InetAddress masked(InetAddress address, int prefixLength) {
    int free = bits(address) - prefixLength;
    return address(number(address).shiftRight(free).shiftLeft(free), bits(address));
  }

  /** Whether its addresses are of version 6. */
  public boolean isV6() {
    return base instanceof Inet6Address;
  }

  /** How many addresses it has. */
  public BigInteger size() {
    return BigInteger.ONE.shiftLeft(bits(base) - prefixLength);
  }

  /** The address at this place, counted from 0. */
  public InetAddress at(BigInteger offset) {
    return address(number(base).add(offset), bits(base));
  }

  /** The place of an address that is in it. */
  public BigInteger offsetOf(InetAddress address) {
    return number(address).subtract(number(base));
  }

  /** Its last address, in IPv4 the one for broadcasts. */
  public InetAddress last() {
    return at(size().subtract(BigInteger.ONE));
  }

  /** Whether an address is in it. */
  public boolean contains(InetAddress address) {
    return bits(address) == bits(base) && masked(address, prefixLength).equals(base);
  }

  /** Whether all of another one is in it. */
  public boolean contains(Subnet other) {
    return other.prefixLength >= prefixLength && contains(other.base);
  }

  /** Whether some address is in both. */
  public boolean overlaps(Subnet other) {
    return contains(other) || other.contains(this);
  }

  /** An address of it, as an interface has it. */
  public InterfaceAddress onInterface(InetAddress address) {
    return new InterfaceAddress(address, prefixLength);
  }

  private static int bits(InetAddress address) {
    return 8 * address.getAddress().length;
  }

  private static BigInteger number(InetAddress address) {
    return new BigInteger(1, address.getAddress());
  }

  private static InetAddress address(BigInteger number, int bits) {
    byte[] bytes = new byte[bits / 8];
    byte[] digits = number.toByteArray();
    int count = Math.min(bytes.length, digits.length);
    System.arraycopy(digits, digits.length - count, bytes, bytes.length - count, count);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }

  @Override
  @JsonValue
  public String toString() {
    return Addresses.text(base) + "/" + prefixLength;
  }
}
