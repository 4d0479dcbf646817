package dev.stevedore.dockerd.network.address;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The addresses of one subnet: which are given out. Not given out unasked are those that mean the
 * subnet itself or, in IPv4, everybody in it.
 */
public final class AddressPool {
  private final Subnet subnet;
  private final Subnet range;
  private final Set<InetAddress> taken = new HashSet<>();

  /**
   * A pool of which nothing is given out.
   *
   * @param subnet all its addresses
   * @param range where those come from that nobody asked for by name; within the subnet
   */
  public AddressPool(Subnet subnet, Optional<Subnet> range) {
    this.subnet = subnet;
    this.range = range.orElse(subnet);
    if (!subnet.contains(this.range)) {
      throw new IllegalArgumentException(this.range + " is not within " + subnet);
    }
  }

  /** All its addresses. */
  public Subnet subnet() {
    return subnet;
  }

  /** Gives out the lowest free address of the range; nothing if all are given out. */
  public synchronized Optional<InetAddress> take() {
    BigInteger end = range.size();
    for (BigInteger i = BigInteger.ZERO; i.compareTo(end) < 0; i = i.add(BigInteger.ONE)) {
      InetAddress address = range.at(i);
      if (!isReserved(address) && taken.add(address)) {
        return Optional.of(address);
      }
    }
    return Optional.empty();
  }

  /**
   * Gives out this address.
   *
   * @return false if it is given out already
   * @throws IllegalArgumentException if it is not in the subnet
   */
  public synchronized boolean take(InetAddress address) {
    if (!subnet.contains(address)) {
      throw new IllegalArgumentException(address.getHostAddress() + " is not in " + subnet);
    }
    return taken.add(address);
  }

  /** Takes an address back. */
  public synchronized void giveBack(InetAddress address) {
    taken.remove(address);
  }

  /** Whether an address is given out. */
  public synchronized boolean isTaken(InetAddress address) {
    return taken.contains(address);
  }

  private boolean isReserved(InetAddress address) {
    boolean small = subnet.size().compareTo(BigInteger.TWO) <= 0;
    return !small
        && (address.equals(subnet.base()) || (!subnet.isV6() && address.equals(subnet.last())));
  }
}
