package dev.stevedore.dockerd.network.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.stevedore.dockerd.network.address.Ipam;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is said of a network, by its user or by us: all but what is decided when it is made.
 *
 * @param name what people call it
 * @param id 64 hexadecimal digits
 * @param created when
 * @param driver bridge, host, null, macvlan or ipvlan
 * @param ipv4 whether its containers have addresses of version 4
 * @param ipv6 whether they have addresses of version 6
 * @param internal whether nothing goes in or out
 * @param attachable kept for who asks; it means something in swarms only
 * @param options of the driver
 * @param labels its user's
 * @param configOnly whether it is only there for others to take their configuration from
 * @param configFrom the network that its configuration was taken from
 * @param asked the subnets that its user chose; absent: not known, as older daemons did not store
 *     it
 */
public record Declaration(
    String name,
    @JsonProperty("Id") String id,
    Instant created,
    String driver,
    @JsonProperty("EnableIPv4") boolean ipv4,
    @JsonProperty("EnableIPv6") boolean ipv6,
    boolean internal,
    boolean attachable,
    Map<String, String> options,
    Map<String, String> labels,
    boolean configOnly,
    Optional<String> configFrom,
    Optional<List<Ipam.Pool>> asked) {
  /** A network that is always there. */
  public static Declaration ofPredefined(
      String name,
      String id,
      Instant created,
      String driver,
      boolean ipv6,
      Map<String, String> options) {
    return new Declaration(
        name,
        id,
        created,
        driver,
        true,
        ipv6,
        false,
        false,
        options,
        Map.of(),
        false,
        Optional.empty(),
        Optional.empty());
  }
}
