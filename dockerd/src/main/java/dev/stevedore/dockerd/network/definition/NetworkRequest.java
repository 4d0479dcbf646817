package dev.stevedore.dockerd.network.definition;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.stevedore.dockerd.network.address.Ipam;
import java.util.Map;
import java.util.Optional;

/**
 * The body of {@code POST /networks/create}.
 *
 * @param name what it shall be called
 * @param driver {@code bridge} if not said
 * @param internal whether nothing goes in or out
 * @param attachable of swarms
 * @param ingress of swarms
 * @param configOnly a network that only others take their configuration from
 * @param configFrom such a network
 * @param scope local, or of a swarm
 * @param ipv4 whether it has addresses of version 4
 * @param ipv6 whether it has addresses of version 6
 * @param ipam its subnets
 * @param options of the driver
 * @param labels its user's
 */
public record NetworkRequest(
    Optional<String> name,
    Optional<String> driver,
    boolean internal,
    boolean attachable,
    boolean ingress,
    boolean configOnly,
    Optional<JsonNode> configFrom,
    Optional<String> scope,
    @JsonProperty("EnableIPv4") Optional<Boolean> ipv4,
    @JsonProperty("EnableIPv6") Optional<Boolean> ipv6,
    @JsonProperty("IPAM") Optional<Ipam> ipam,
    Optional<Map<String, String>> options,
    Optional<Map<String, String>> labels) {
  /** The network whose configuration this one shall have. */
  public Optional<String> configuration() {
    return configFrom.map(n -> n.path("Network").asText("")).filter(n -> !n.isEmpty());
  }

  /** This, without a word on IPv4, which clients of an older API may not say. */
  public NetworkRequest withoutIpv4() {
    return new NetworkRequest(
        name,
        driver,
        internal,
        attachable,
        ingress,
        configOnly,
        configFrom,
        scope,
        Optional.empty(),
        ipv6,
        ipam,
        options,
        labels);
  }
}
