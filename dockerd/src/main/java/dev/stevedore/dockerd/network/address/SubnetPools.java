package dev.stevedore.dockerd.network.address;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * From where networks get subnets that nobody chose.
 *
 * @param pools in the order in which they are used up
 */
public record SubnetPools(List<Pool> pools) {
  /**
   * A range that is cut into subnets of one size.
   *
   * @param base the range
   * @param size the prefix length of each subnet
   */
  public record Pool(Subnet base, int size) {
    /** Checks that subnets of the size fit in. */
    public Pool {
      if (size < base.prefixLength() || size > 8 * base.base().getAddress().length) {
        throw new IllegalArgumentException("subnets of /" + size + " do not fit into " + base);
      }
    }

    /** Whether a subnet is one of those that it is cut into. */
    public boolean hands(Subnet subnet) {
      return subnet.prefixLength() == size && base.contains(subnet);
    }

    private static Pool of(String base, int size) {
      return new Pool(Subnet.parse(base), size);
    }
  }

  /**
   * Docker's default pools.
   *
   * @param ulaBase where IPv6 subnets come from: a /48 of the engine's own (RFC 4193)
   */
  public static SubnetPools docker(Subnet ulaBase) {
    return new SubnetPools(
        List.of(
            Pool.of("172.17.0.0/16", 16),
            Pool.of("172.18.0.0/16", 16),
            Pool.of("172.19.0.0/16", 16),
            Pool.of("172.20.0.0/14", 16),
            Pool.of("172.24.0.0/14", 16),
            Pool.of("172.28.0.0/14", 16),
            Pool.of("192.168.0.0/16", 20),
            new Pool(ulaBase, 64)));
  }

  /**
   * Pools that somebody chose, with the default one of IPv6 if none of them is of that version.
   *
   * @param chosen empty: Docker's default pools
   * @param ulaBase where IPv6 subnets come from otherwise
   */
  public static SubnetPools of(List<Pool> chosen, Subnet ulaBase) {
    if (chosen.isEmpty()) {
      return docker(ulaBase);
    }
    List<Pool> all = new ArrayList<>(chosen);
    if (chosen.stream().noneMatch(p -> p.base.isV6())) {
      all.add(new Pool(ulaBase, 64));
    }
    return new SubnetPools(List.copyOf(all));
  }

  /** The first subnet of the version that overlaps none of those in use. */
  public Optional<Subnet> free(boolean v6, Collection<Subnet> inUse) {
    for (Pool pool : pools) {
      if (pool.base.isV6() != v6) {
        continue;
      }
      int bits = v6 ? 128 : 32;
      BigInteger step = BigInteger.ONE.shiftLeft(bits - pool.size);
      BigInteger end = pool.base.size();
      for (BigInteger at = BigInteger.ZERO; at.compareTo(end) < 0; at = at.add(step)) {
        Subnet candidate = new Subnet(pool.base.at(at), pool.size);
        if (inUse.stream().noneMatch(candidate::overlaps)) {
          return Optional.of(candidate);
        }
      }
    }
    return Optional.empty();
  }
}
