package dev.stevedore.dockerd.network.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a container wants to be in a network: what the Engine API calls EndpointSettings, as far as
 * clients decide it.
 *
 * @param ipam addresses that it wants
 * @param links other containers' names, as it calls them
 * @param aliases other names of it in this network
 * @param mac the Ethernet address that it wants
 * @param options of the driver
 * @param gatewayPriority the highest of a container's networks has its default route
 */
public record EndpointConfig(
    @JsonProperty("IPAMConfig") Optional<Addresses> ipam,
    Optional<List<String>> links,
    Optional<List<String>> aliases,
    @JsonProperty("MacAddress") Optional<String> mac,
    @JsonProperty("DriverOpts") Optional<Map<String, String>> options,
    @JsonProperty("GwPriority") Optional<Integer> gatewayPriority) {
  /** The option for {@link #linkName}. */
  public static final String LINK_NAME = "com.docker.network.endpoint.ifname";

  /** The option for {@link #sysctls}. */
  public static final String SYSCTLS = "com.docker.network.endpoint.sysctls";

  /** No wishes. */
  public static final EndpointConfig EMPTY =
      new EndpointConfig(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /**
   * Addresses that a container wants.
   *
   * @param v4 of version 4
   * @param v6 of version 6
   * @param linkLocal more, which only its neighbours know
   */
  public record Addresses(
      @JsonProperty("IPv4Address") Optional<String> v4,
      @JsonProperty("IPv6Address") Optional<String> v6,
      @JsonProperty("LinkLocalIPs") Optional<List<String>> linkLocal) {}

  /** This, with another MAC address. */
  public EndpointConfig withMac(String address) {
    return new EndpointConfig(ipam, links, aliases, Optional.of(address), options, gatewayPriority);
  }

  /** What its link is to be called inside. */
  @JsonIgnore
  public Optional<String> linkName() {
    return option(LINK_NAME).filter(n -> !n.isEmpty());
  }

  /** Kernel parameters of its link, {@code net.ipv4.conf.IFNAME.forwarding=1} each. */
  @JsonIgnore
  public List<String> sysctls() {
    return option(SYSCTLS).map(text -> List.of(text.split(",", -1))).orElse(List.of());
  }

  private Optional<String> option(String name) {
    return options.flatMap(all -> Optional.ofNullable(all.get(name)));
  }

  /** Addresses beside the network's, which only its neighbours know. */
  @JsonIgnore
  public List<String> linkLocal() {
    return ipam.flatMap(Addresses::linkLocal).orElse(List.of());
  }

  /** The address of version 4 that it wants. */
  public Optional<String> wanted4() {
    return ipam.flatMap(Addresses::v4).filter(a -> !a.isEmpty());
  }

  /** The address of version 6 that it wants. */
  public Optional<String> wanted6() {
    return ipam.flatMap(Addresses::v6).filter(a -> !a.isEmpty());
  }

  /** The MAC address that it wants. */
  public Optional<String> wantedMac() {
    return mac.filter(a -> !a.isEmpty());
  }
}
