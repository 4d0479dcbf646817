package dev.stevedore.dockerd.network.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.stevedore.lib.linux.netlink.route.InterfaceAddress;
import java.net.InetAddress;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A container's place in a network.
 *
 * @param container its id
 * @param network the network's id
 * @param config what was asked for
 * @param link what is there while it runs
 */
public record Endpoint(
    String container, String network, EndpointConfig config, Optional<Link> link) {
  /**
   * The link into a running container.
   *
   * @param id of the endpoint, new for each start
   * @param name of the interface inside
   * @param hostName of its other end, on the host; absent if it sits on a link of the host
   * @param mac its Ethernet address; absent if that is its parent's
   * @param address4 {@code 172.17.0.2/16}
   * @param gateway4 where its default route would go
   * @param address6 likewise of version 6
   * @param gateway6 likewise
   */
  public record Link(
      String id,
      String name,
      Optional<String> hostName,
      Optional<String> mac,
      Optional<String> address4,
      Optional<String> gateway4,
      Optional<String> address6,
      Optional<String> gateway6) {
    /** In how many versions it leads to others. */
    @JsonIgnore
    public int ways() {
      return (gateway4.isPresent() ? 1 : 0) + (gateway6.isPresent() ? 1 : 0);
    }

    /** The address of version 4. */
    @JsonIgnore
    public Optional<InterfaceAddress> v4() {
      return address4.map(InterfaceAddress::parse);
    }

    /** The address of version 6. */
    @JsonIgnore
    public Optional<InterfaceAddress> v6() {
      return address6.map(InterfaceAddress::parse);
    }
  }

  /** The addresses of its link. */
  public Stream<InetAddress> addresses() {
    return link.stream()
        .flatMap(l -> Stream.of(l.v4(), l.v6()))
        .flatMap(Optional::stream)
        .map(InterfaceAddress::address);
  }

  /** This, with a link. */
  public Endpoint with(Link value) {
    return new Endpoint(container, network, config, Optional.of(value));
  }

  /** This, without a link. */
  public Endpoint withoutLink() {
    return new Endpoint(container, network, config, Optional.empty());
  }
}
