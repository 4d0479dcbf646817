package dev.stevedore.dockerd.network.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.stevedore.dockerd.network.address.Ipam;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network: what is said of it, and what was decided when it was made. In the database both are
 * one object.
 *
 * @param declaration what is said of it
 * @param ipam its subnets
 * @param borrowed whether its bridge or its parent was there before it, and stays when it goes
 */
public record Network(
    @JsonUnwrapped Declaration declaration, @JsonProperty("IPAM") Ipam ipam, boolean borrowed) {
  /** The network that containers are in unless they say otherwise. */
  public static final String DEFAULT = "bridge";

  /** The network of those that are in none. */
  public static final String NONE = "none";

  /** What people call it. */
  public String name() {
    return declaration.name();
  }

  /** 64 hexadecimal digits. */
  public String id() {
    return declaration.id();
  }

  /** Its driver: bridge, host, null, macvlan or ipvlan. */
  public String driver() {
    return declaration.driver();
  }

  /** Whether its containers have addresses of version 4. */
  public boolean ipv4() {
    return declaration.ipv4();
  }

  /** Whether they have addresses of version 6. */
  public boolean ipv6() {
    return declaration.ipv6();
  }

  /** Whether nothing goes in or out. */
  public boolean internal() {
    return declaration.internal();
  }

  /** Whether it is only there for others to take their configuration from. */
  public boolean configOnly() {
    return declaration.configOnly();
  }

  /** The options of its driver. */
  public Map<String, String> options() {
    return declaration.options();
  }

  /** Whether it is one that is always there. */
  @JsonIgnore
  public boolean isPredefined() {
    return isPredefined(name());
  }

  /** Whether a name is that of a network that is always there. */
  public static boolean isPredefined(String name) {
    return name.equals(DEFAULT) || name.equals("host") || name.equals(NONE);
  }

  /** Whether its containers know each other by name. */
  @JsonIgnore
  public boolean hasNames() {
    return !isPredefined();
  }

  /** Whether it is one that links containers to the host by a bridge. */
  @JsonIgnore
  public boolean isBridge() {
    return driver().equals("bridge");
  }

  /** Whether who is in it is in no other. */
  @JsonIgnore
  public boolean isNone() {
    return name().equals(NONE);
  }

  /** Whether who is in it has a link. */
  public boolean givesLinks() {
    return isBridge() || lan().isPresent();
  }

  /** Its options, if it is a bridge network. */
  @JsonIgnore
  public BridgeOptions bridgeOptions() {
    return BridgeOptions.of(options());
  }

  /** Whether its containers reach only those that they have links to. */
  public boolean opensLinks() {
    return name().equals(DEFAULT) && isBridge() && !bridgeOptions().icc();
  }

  /** Its options, if its containers sit on a link of the host. */
  @JsonIgnore
  public Optional<Lan> lan() {
    return Lan.of(driver(), options());
  }

  /** How its containers' neighbours are told of them. */
  public Announcing announcing() {
    return Announcing.of(options());
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
    return internal() || lan().filter(l -> l.parent().isEmpty()).isPresent();
  }

  /** Whether the host has an address in it, or somebody else there is the gateway. */
  public boolean needsGateway(boolean v6) {
    if (lan().isPresent()) {
      return !isClosed() && !lan().get().isRoutedByParent();
    }
    BridgeOptions bridge = bridgeOptions();
    GatewayMode mode = v6 ? bridge.mode6() : bridge.mode4();
    return mode != GatewayMode.ISOLATED && (v6 || !bridge.inhibit4() || !internal());
  }

  /** The longest packet, in bytes; 0: the kernel's default. */
  @JsonIgnore
  public int mtu() {
    return BridgeOptions.mtu(options());
  }

  /** What the links in containers are called, before a number. */
  @JsonIgnore
  public String linkPrefix() {
    return isBridge() ? bridgeOptions().linkPrefix() : "eth";
  }

  /** Its subnets of one version. */
  public List<Ipam.Pool> pools(boolean v6) {
    return ipam.pools().stream()
        .filter(p -> p.subnet().filter(s -> s.contains(":") == v6).isPresent())
        .toList();
  }

  /** The host's address in it, of one version. */
  public Optional<String> own(boolean v6) {
    return pools(v6).stream().flatMap(p -> p.gateway().stream()).findFirst();
  }

  private String shortId() {
    return id().substring(0, Math.min(12, id().length()));
  }
}
