package dev.stevedore.dockerd.network.address;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.lib.linux.netlink.route.InterfaceAddress;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks what somebody asks for a new network's addresses; the texts are Docker's. */
final class IpamCheck {
  private final List<String> errors = new ArrayList<>();

  private IpamCheck() {}

  /**
   * Checks subnets.
   *
   * @throws ApiException.BadParameter naming all that is wrong
   */
  static void check(List<Ipam.Pool> pools, boolean v6) {
    IpamCheck check = new IpamCheck();
    for (Ipam.Pool pool : pools) {
      pool.subnet().filter(s -> !s.isEmpty()).ifPresent(s -> check.pool(pool, s, v6));
    }
    throwIfAny("invalid network config:\n", check.errors);
  }

  /** Refuses with all errors, one a line. */
  static void throwIfAny(String start, List<String> errors) {
    if (errors.size() == 1) {
      throw new ApiException.BadParameter(start + errors.getFirst());
    }
    if (!errors.isEmpty()) {
      throw new ApiException.BadParameter(start + "* " + String.join("\n* ", errors));
    }
  }

  private void pool(Ipam.Pool pool, String text, boolean v6) {
    Optional<InterfaceAddress> written = cidr(text);
    if (written.isEmpty()) {
      errors.add("invalid subnet " + text + ": invalid CIDR block notation");
      return;
    }
    Subnet subnet = Subnet.around(written.get().address(), written.get().prefixLength());
    if (subnet.isV6() && !v6) {
      return;
    }
    if (!subnet.base().equals(written.get().address())) {
      errors.add("invalid subnet " + text + ": it should be " + subnet);
    }
    pool.range().filter(r -> !r.isEmpty()).ifPresent(r -> range(r, subnet));
    pool.gateway()
        .filter(g -> !g.isEmpty())
        .flatMap(g -> address(g, subnet).map(why -> "invalid gateway " + g + ": " + why))
        .ifPresent(errors::add);
    for (Map.Entry<String, String> e : pool.auxiliary().orElse(Map.of()).entrySet()) {
      address(e.getValue(), subnet)
          .map(why -> "invalid auxiliary address " + e.getKey() + ": " + why)
          .ifPresent(errors::add);
    }
  }

  private void range(String text, Subnet subnet) {
    Optional<InterfaceAddress> written = cidr(text);
    String start = "invalid ip-range " + text + ": ";
    if (written.isEmpty()) {
      errors.add(start + "invalid CIDR block notation");
      return;
    }
    Subnet range = Subnet.around(written.get().address(), written.get().prefixLength());
    if (range.isV6() != subnet.isV6()) {
      errors.add(start + "parent subnet is an " + version(subnet) + " block");
      return;
    }
    if (range.prefixLength() < subnet.prefixLength()) {
      errors.add(start + "CIDR block is bigger than its parent subnet " + subnet);
    }
    if (!range.base().equals(written.get().address())) {
      errors.add(start + "it should be " + range);
    }
    if (!subnet.overlaps(range)) {
      errors.add(start + "parent subnet " + subnet + " doesn't contain ip-range");
    }
  }

  private static Optional<String> address(String text, Subnet subnet) {
    Optional<InetAddress> address = Addresses.parse(text);
    if (address.isEmpty()) {
      return Optional.of("invalid address");
    }
    if (address.get().getAddress().length != subnet.base().getAddress().length) {
      return Optional.of("parent subnet is an " + version(subnet) + " block");
    }
    return subnet.contains(address.get())
        ? Optional.empty()
        : Optional.of("parent subnet " + subnet + " doesn't contain this address");
  }

  private static String version(Subnet subnet) {
    return subnet.isV6() ? "IPv6" : "IPv4";
  }

  private static Optional<InterfaceAddress> cidr(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || Addresses.parse(text.substring(0, slash)).isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InterfaceAddress.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
