package dev.stevedore.dockerd.network.address;

import dev.stevedore.dockerd.api.ApiException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Decides on the subnets and gateways of a new network. */
public final class IpamPlan {
  private IpamPlan() {}

  /**
   * Checks what was asked for.
   *
   * @throws ApiException.BadParameter naming all that is wrong
   */
  public static void check(List<Ipam.Pool> asked, boolean v6) {
    IpamCheck.check(asked, v6);
  }

  /**
   * What was asked for, with all that was left open decided.
   *
   * @param asked subnets, and what else was asked for; may be empty
   * @param v4 whether a subnet of version 4 is needed
   * @param v6 whether one of version 6 is needed
   * @param gateway whether the host has an address in those of version 6, of version 4
   * @param pools where subnets come from that nobody chose
   * @param networks subnets of other networks: to overlap them is an error
   * @param routes subnets that the host knows otherwise: to be avoided
   * @throws ApiException what the client shall be told
   */
  public static List<Ipam.Pool> decide(
      List<Ipam.Pool> asked,
      boolean v4,
      boolean v6,
      Predicate<Boolean> gateway,
      SubnetPools pools,
      Collection<Subnet> networks,
      Collection<Subnet> routes) {
    List<Subnet> used = new ArrayList<>(networks);
    List<Ipam.Pool> decided = new ArrayList<>();
    boolean has4 = false;
    boolean has6 = false;
    for (Ipam.Pool pool : asked) {
      Optional<String> text = pool.subnet().filter(s -> !s.isEmpty());
      Subnet subnet;
      if (text.isPresent()) {
        subnet = Subnet.parse(text.get());
        if (subnet.isV6() ? !v6 : !v4) {
          continue;
        }
        if (used.stream().anyMatch(subnet::overlaps)) {
          throw new ApiException.Forbidden(
              "invalid pool request: Pool overlaps with other one on this address space");
        }
      } else if (has4) {
        continue;
      } else {
        subnet = free(pools, false, used, routes);
      }
      used.add(subnet);
      has4 |= !subnet.isV6();
      has6 |= subnet.isV6();
      decided.add(complete(pool, subnet, gateway.test(subnet.isV6())));
    }
    if (v4 && !has4) {
      Subnet subnet = free(pools, false, used, routes);
      used.add(subnet);
      decided.add(complete(Ipam.Pool.EMPTY, subnet, gateway.test(false)));
    }
    if (v6 && !has6) {
      decided.add(complete(Ipam.Pool.EMPTY, free(pools, true, used, routes), gateway.test(true)));
    }
    return decided;
  }

  private static Subnet free(
      SubnetPools pools, boolean v6, List<Subnet> used, Collection<Subnet> routes) {
    List<Subnet> avoid = new ArrayList<>(used);
    avoid.addAll(routes);
    return pools
        .free(v6, avoid)
        .orElseThrow(
            () ->
                new ApiException.BadParameter(
                    "all predefined address pools have been fully subnetted"));
  }

  private static Ipam.Pool complete(Ipam.Pool pool, Subnet subnet, boolean gateway) {
    Optional<String> address = pool.gateway().filter(g -> !g.isEmpty());
    if (address.isEmpty() && gateway) {
      address = Optional.of(Addresses.text(firstFree(pool, subnet)));
    }
    return new Ipam.Pool(
        Optional.of(subnet.toString()),
        pool.range().filter(r -> !r.isEmpty()),
        address,
        pool.auxiliary().filter(a -> !a.isEmpty()));
  }

  /** The first address of the range, or of the subnet, that no auxiliary one is. */
  private static InetAddress firstFree(Ipam.Pool pool, Subnet subnet) {
    AddressPool addresses =
        new AddressPool(subnet, pool.range().filter(r -> !r.isEmpty()).map(Subnet::parse));
    pool.auxiliary()
        .ifPresent(
            all -> all.values().forEach(a -> addresses.take(Addresses.parse(a).orElseThrow())));
    return addresses.take().orElseGet(() -> subnet.at(BigInteger.ONE));
  }

  /**
   * The addresses of a subnet of a network, with those given out that are the host's or others'.
   */
  public static AddressPool open(Ipam.Pool pool) {
    AddressPool addresses =
        new AddressPool(Subnet.parse(pool.subnet().orElseThrow()), pool.range().map(Subnet::parse));
    pool.gateway().flatMap(Addresses::parse).ifPresent(addresses::take);
    pool.auxiliary()
        .ifPresent(all -> all.values().forEach(a -> Addresses.parse(a).ifPresent(addresses::take)));
    return addresses;
  }
}
