package dev.stevedore.dockerd.network.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network.
 *
 * @param name what people call it
 * @param id 64 hexadecimal digits
 * @param created when
 * @param driver bridge, host, null, macvlan or ipvlan
 * @param ipv4 whether its containers have addresses of version 4
 * @param ipv6 whether they have addresses of version 6
 * @param ipam its subnets, all decided
 * @param internal whether nothing goes in or out
 * @param attachable kept for who asks; it means something in swarms only
 * @param options of the driver
 * @param labels its user's
 * @param configOnly whether it is only there for others to take their configuration from
 * @param configFrom the network that its configuration was taken from
 * @param borrowed whether its bridge or its parent was there before it, and stays when it goes
 * @param chosen the subnets that its user chose; absent in what older daemons stored
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
    Map<String, String> labels,
    boolean configOnly,
    Optional<String> configFrom,
    boolean borrowed,
    Optional<List<String>> chosen) {
  /** The network that containers are in unless they say otherwise. */
  public static final String DEFAULT = "bridge";

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

  /** Its options, if it is a bridge network. */
  @JsonIgnore
  public BridgeOptions bridgeOptions() {
    return BridgeOptions.of(options);
  }

  /** Its options, if its containers sit on a link of the host. */
  @JsonIgnore
  public Optional<Lan> lan() {
    return Lan.of(driver, options);
  }

  /** The name of its bridge. */
  @JsonIgnore
  public String bridge() {
    return bridgeOptions().name().orElseGet(() -> "br-" + shortId());
  }

  /** The name of the link that its containers sit on. */
  @JsonIgnore
  public String parent() {
    return lan().flatMap(Lan::parent).orElseGet(() -> "dm-" + shortId());
  }

  /** Whether its containers have the host's link at their side, without any way out of it. */
  @JsonIgnore
  public boolean isClosed() {
    return internal || lan().filter(l -> l.parent().isEmpty()).isPresent();
  }

  /** Whether the host has an address in it, or somebody else there is the gateway. */
  public boolean needsGateway(boolean v6) {
    if (lan().isPresent()) {
      return !isClosed() && !lan().get().isRoutedByParent();
    }
    BridgeOptions bridge = bridgeOptions();
    GatewayMode mode = v6 ? bridge.mode6() : bridge.mode4();
    return mode != GatewayMode.ISOLATED && (v6 || !bridge.inhibit4() || !internal);
  }

  /** The longest packet, in bytes; 0: the kernel's default. */
  @JsonIgnore
  public int mtu() {
    return BridgeOptions.mtu(options);
  }

  /** What the links in containers are called, before a number. */
  @JsonIgnore
  public String linkPrefix() {
    return isBridge() ? bridgeOptions().linkPrefix() : "eth";
  }

  /** This, with the configuration of another network. */
  public Network configuredBy(Network other) {
    return new Network(
        name,
        id,
        created,
        driver,
        other.ipv4,
        other.ipv6,
        other.ipam,
        internal,
        attachable,
        other.options,
        other.labels,
        configOnly,
        Optional.of(other.name),
        borrowed,
        other.chosen);
  }

  /** This, with its subnets decided. */
  public Network with(Ipam decided) {
    return new Network(
        name,
        id,
        created,
        driver,
        ipv4,
        ipv6,
        decided,
        internal,
        attachable,
        options,
        labels,
        configOnly,
        configFrom,
        borrowed,
        chosen);
  }

  /** This, known to sit on something that was there before it. */
  public Network borrowing(boolean value) {
    return new Network(
        name,
        id,
        created,
        driver,
        ipv4,
        ipv6,
        ipam,
        internal,
        attachable,
        options,
        labels,
        configOnly,
        configFrom,
        value,
        chosen);
  }

  private String shortId() {
    return id.substring(0, Math.min(12, id.length()));
  }
}
