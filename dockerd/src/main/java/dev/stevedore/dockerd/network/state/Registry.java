package dev.stevedore.dockerd.network.state;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.network.address.AddressPool;
import dev.stevedore.dockerd.network.address.Addresses;
import dev.stevedore.dockerd.network.address.IpamPlan;
import dev.stevedore.dockerd.network.address.Subnet;
import dev.stevedore.dockerd.network.model.Endpoint;
import dev.stevedore.dockerd.network.model.EndpointConfig;
import dev.stevedore.dockerd.network.model.Network;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The networks that are there, and the addresses of each that are given out. */
public final class Registry {
  private record Entry(Network network, List<AddressPool> pools) {}

  /** The addresses that an endpoint was given. */
  public record Given(Optional<String> address4, Optional<String> address6) {}

  private final Map<String, Entry> byId = new ConcurrentHashMap<>();

  private volatile Optional<String> withoutDefault = Optional.empty();

  /** There is no default network, but one with this id in the store. */
  public void withoutDefault(String id) {
    remove(id);
    withoutDefault = Optional.of(id);
  }

  /** Whether this is the default network, and there is none. */
  public boolean isAbsentDefault(String term) {
    return withoutDefault.isPresent()
        && (term.equals(Network.DEFAULT) || term.equals(withoutDefault.get()));
  }

  /** Adds a network, or replaces it; its addresses are all free then. */
  public void add(Network network) {
    List<AddressPool> pools =
        network.configOnly()
            ? List.of()
            : network.ipam().pools().stream()
                .filter(p -> p.subnet().isPresent())
                .map(IpamPlan::open)
                .toList();
    byId.put(network.id(), new Entry(network, pools));
  }

  /** Removes a network. */
  public void remove(String id) {
    byId.remove(id);
  }

  /** All networks. */
  public List<Network> all() {
    return byId.values().stream().map(Entry::network).toList();
  }

  /** The network of this id. */
  public Optional<Network> byId(String id) {
    return Optional.ofNullable(byId.get(id)).map(Entry::network);
  }

  /** The network of this name. */
  public Optional<Network> byName(String name) {
    return all().stream().filter(n -> n.name().equals(name)).findFirst();
  }

  /**
   * Finds a network by its id, its name, or the beginning of its id.
   *
   * @throws ApiException.NotFound if there is none
   * @throws ApiException.BadParameter if there are several
   */
  public Network find(String term) {
    Optional<Network> exact = byId(term).or(() -> byName(term));
    if (exact.isPresent()) {
      return exact.get();
    }
    List<Network> found =
        term.isEmpty() ? List.of() : all().stream().filter(n -> n.id().startsWith(term)).toList();
    if (found.size() > 1) {
      throw new ApiException.BadParameter(
          "network "
              + term
              + " is ambiguous ("
              + found.size()
              + " matches found based on ID prefix)");
    }
    if (found.isEmpty()) {
      throw new ApiException.NotFound("network " + term + " not found");
    }
    return found.getFirst();
  }

  /** The subnets of all networks. */
  public Collection<Subnet> subnets() {
    List<Subnet> subnets = new ArrayList<>();
    byId.values().forEach(e -> e.pools.forEach(p -> subnets.add(p.subnet())));
    return subnets;
  }

  /**
   * Gives out addresses of a network: those that are wanted, or any.
   *
   * @param ipv6 whether the container has IPv6
   * @throws ApiException if one is not to be had; then none is given out
   */
  public Given take(Network network, EndpointConfig config, boolean ipv6) {
    Entry entry = entry(network);
    Optional<String> v4 = Optional.empty();
    if (network.ipv4()) {
      v4 = Optional.of(take(entry, config.wanted4(), false));
    }
    try {
      Optional<String> v6 = Optional.empty();
      if (network.ipv6() && ipv6) {
        v6 = Optional.of(take(entry, config.wanted6(), true));
      }
      return new Given(v4, v6);
    } catch (ApiException e) {
      v4.ifPresent(address -> giveBack(entry, address));
      throw e;
    }
  }

  private static String take(Entry entry, Optional<String> wanted, boolean v6) {
    List<AddressPool> pools = entry.pools.stream().filter(p -> p.subnet().isV6() == v6).toList();
    if (wanted.isPresent()) {
      InetAddress address =
          Addresses.parse(wanted.get())
              .orElseThrow(
                  () -> new ApiException.BadParameter("invalid IP address: " + wanted.get()));
      for (AddressPool pool : pools) {
        if (pool.subnet().contains(address)) {
          if (!pool.take(address)) {
            throw new ApiException.Forbidden("Address already in use");
          }
          return pool.subnet().onInterface(address).toString();
        }
      }
      throw new ApiException.BadParameter(
          "no configured subnet contains IP address " + wanted.get());
    }
    for (AddressPool pool : pools) {
      Optional<InetAddress> address = pool.take();
      if (address.isPresent()) {
        return pool.subnet().onInterface(address.get()).toString();
      }
    }
    throw new ApiException.Unavailable(
        "no available IPv"
            + (v6 ? 6 : 4)
            + " addresses on this network's address pools: "
            + entry.network.name()
            + " ("
            + entry.network.id()
            + ")");
  }

  /** Notes that an endpoint has its addresses, from before the daemon was restarted. */
  public void note(Network network, Endpoint.Link link) {
    Entry entry = entry(network);
    link.v4().ifPresent(a -> note(entry, a.address()));
    link.v6().ifPresent(a -> note(entry, a.address()));
  }

  private static void note(Entry entry, InetAddress address) {
    entry.pools.stream().filter(p -> p.subnet().contains(address)).forEach(p -> p.take(address));
  }

  /** Takes an endpoint's addresses back; nothing if the network is gone. */
  public void giveBack(Network network, Endpoint.Link link) {
    Entry entry = byId.get(network.id());
    if (entry != null) {
      link.address4().ifPresent(a -> giveBack(entry, a));
      link.address6().ifPresent(a -> giveBack(entry, a));
    }
  }

  /** Takes addresses back. */
  public void giveBack(Network network, Given given) {
    Entry entry = entry(network);
    given.address4.ifPresent(a -> giveBack(entry, a));
    given.address6.ifPresent(a -> giveBack(entry, a));
  }

  private static void giveBack(Entry entry, String cidr) {
    InetAddress address = InetAddress.ofLiteral(cidr.substring(0, cidr.indexOf('/')));
    entry.pools.forEach(p -> p.giveBack(address));
  }

  private Entry entry(Network network) {
    Entry entry = byId.get(network.id());
    if (entry == null) {
      throw new ApiException.NotFound("network " + network.id() + " not found");
    }
    return entry;
  }
}
