package dev.stevedore.dockerd.network.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A network.
 *
 * @param name what people call it
 * @param id 64 hexadecimal digits
 * @param created when
 * @param driver bridge, host, null or macvlan
 * @param ipv4 whether its containers have addresses of version 4
 * @param ipv6 whether they have addresses of version 6
 * @param ipam its subnets, all decided
 * @param internal whether nothing goes in or out
 * @param attachable kept for who asks; it means something in swarms only
 * @param options of the driver
 * @param labels its user's
 */
public record Network(
    String name,
    @JsonProperty("Id") String id,
    Instant created,
    String driver,
    @JsonProperty("EnableIPv4") boolean ipv4,
    @JsonProperty("EnableIPv6") boolean ipv6,
    @JsonProperty("IPAM") Ipam ipam,
    boolean internal,
    boolean attachable,
    Map<String, String> options,
    Map<String, String> labels) {
  /** The network that containers are in unless they say otherwise. */
  public static final String DEFAULT = "bridge";

  private static final String PREFIX = "com.docker.network.bridge.";

  /** Whether it is one that is always there. */
  @JsonIgnore
  public boolean isPredefined() {
    return isPredefined(name);
  }

  /** Whether a name is that of a network that is always there. */
  public static boolean isPredefined(String name) {
    return name.equals(DEFAULT) || name.equals("host") || name.equals("none");
  }

  /** Whether its containers know each other by name. */
  @JsonIgnore
  public boolean hasNames() {
    return !isPredefined();
  }

  /** Whether it is one that links containers to the host by a bridge. */
  @JsonIgnore
  public boolean isBridge() {
    return driver.equals("bridge");
  }

  /** The name of its bridge. */
  @JsonIgnore
  public String bridge() {
    return Optional.ofNullable(options.get(PREFIX + "name"))
        .filter(n -> !n.isEmpty())
        .orElse("br-" + id.substring(0, 12));
  }

  /** Whether its containers reach each other. */
  @JsonIgnore
  public boolean icc() {
    return flag("enable_icc", true);
  }

  /** Whether packets leave with the host's address. */
  @JsonIgnore
  public boolean masquerade() {
    return flag("enable_ip_masquerade", true);
  }

  /** Where ports are published that say no address; empty: everywhere. */
  @JsonIgnore
  public String hostBinding() {
    return options.getOrDefault(PREFIX + "host_binding_ipv4", "");
  }

  /** The longest packet, in bytes; 0: the kernel's default. */
  @JsonIgnore
  public int mtu() {
    String text = options.getOrDefault("com.docker.network.driver.mtu", "");
    return text.isEmpty() ? 0 : Integer.parseInt(text);
  }

  /** What the links in containers are called, before a number. */
  @JsonIgnore
  public String linkPrefix() {
    return options.getOrDefault("com.docker.network.container_iface_prefix", "eth");
  }

  private boolean flag(String option, boolean ifAbsent) {
    String text = options.getOrDefault(PREFIX + option, "");
    return text.isEmpty() ? ifAbsent : BooleanOption.parse(PREFIX + option, text);
  }
}
