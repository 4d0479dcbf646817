package dev.stevedore.dockerd.network.model;

import java.util.List;

/**
 * How a container looks up names: what its resolv.conf says.
 *
 * @param servers who is asked, by address
 * @param search domains in which short names are looked up
 * @param options of the resolver, {@code ndots:2} each
 */
public record Resolver(List<String> servers, List<String> search, List<String> options) {
  /** Nothing said. */
  public static final Resolver NOTHING_SAID = new Resolver(List.of(), List.of(), List.of());

  /** This, but for the servers. */
  public Resolver withoutServers() {
    return new Resolver(List.of(), search, options);
  }

  /** This, with what others say where this says nothing. */
  public Resolver or(Resolver defaults) {
    return new Resolver(
        servers.isEmpty() ? defaults.servers : servers,
        search.isEmpty() ? defaults.search : search,
        options.isEmpty() ? defaults.options : options);
  }
}
