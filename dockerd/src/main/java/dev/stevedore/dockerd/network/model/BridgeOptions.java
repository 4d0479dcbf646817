package dev.stevedore.dockerd.network.model;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.network.address.Addresses;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options of a network of the driver bridge.
 *
 * @param name of the bridge; empty: made of the network's id
 * @param mtu the longest packet, in bytes; 0: the kernel's default
 * @param icc whether its containers reach each other
 * @param masquerade whether packets leave with the host's address
 * @param mode4 how packets of version 4 come in and go out
 * @param mode6 likewise of version 6
 * @param inhibit4 whether the bridge has no address of version 4: somebody else is the gateway
 * @param hostBinding where ports are published that say no address; empty: everywhere
 * @param source4 the host's address that packets of version 4 leave with; empty: that of the link
 * @param source6 likewise of version 6
 * @param linkPrefix what the links in containers are called, before a number
 * @param trusted links of the host by which published ports are reached at containers' addresses
 */
public record BridgeOptions(
    Optional<String> name,
    int mtu,
    boolean icc,
    boolean masquerade,
    GatewayMode mode4,
    GatewayMode mode6,
    boolean inhibit4,
    Optional<InetAddress> hostBinding,
    Optional<InetAddress> source4,
    Optional<InetAddress> source6,
    String linkPrefix,
    List<String> trusted) {
  private static final String PREFIX = "com.docker.network.";
  private static final String BRIDGE = PREFIX + "bridge.";

  /** The option that names the bridge. */
  public static final String NAME = BRIDGE + "name";

  /** Marks the default network. */
  public static final String DEFAULT_BRIDGE = BRIDGE + "default_bridge";

  /** See {@link #icc}. */
  public static final String ICC = BRIDGE + "enable_icc";

  /** See {@link #masquerade}. */
  public static final String MASQUERADE = BRIDGE + "enable_ip_masquerade";

  /** See {@link #mode4}. */
  public static final String MODE4 = BRIDGE + "gateway_mode_ipv4";

  /** See {@link #mode6}. */
  public static final String MODE6 = BRIDGE + "gateway_mode_ipv6";

  /** See {@link #inhibit4}. */
  public static final String INHIBIT4 = BRIDGE + "inhibit_ipv4";

  /** See {@link #hostBinding}. */
  public static final String HOST_BINDING = BRIDGE + "host_binding_ipv4";

  /** See {@link #source4}. */
  public static final String SOURCE4 = PREFIX + "host_ipv4";

  /** See {@link #source6}. */
  public static final String SOURCE6 = PREFIX + "host_ipv6";

  /** See {@link #mtu}. */
  public static final String MTU = PREFIX + "driver.mtu";

  /** See {@link #linkPrefix}. */
  public static final String LINK_PREFIX = PREFIX + "container_iface_prefix";

  /** See {@link #trusted}. */
  public static final String TRUSTED = BRIDGE + "trusted_host_interfaces";

  /**
   * Reads them; the errors are Docker's.
   *
   * @throws ApiException.BadParameter if a value makes no sense
   */
  public static BridgeOptions of(Map<String, String> options) {
    return new BridgeOptions(
        Optional.ofNullable(options.get(NAME)).filter(n -> !n.isEmpty()),
        mtu(options),
        flag(options, ICC, true),
        flag(options, MASQUERADE, true),
        mode(options, MODE4),
        mode(options, MODE6),
        flag(options, INHIBIT4, false),
        address(options, HOST_BINDING).filter(a -> !a.isAnyLocalAddress()),
        address(options, SOURCE4),
        address(options, SOURCE6),
        options.getOrDefault(LINK_PREFIX, "eth"),
        Arrays.stream(options.getOrDefault(TRUSTED, "").split(":"))
            .filter(l -> !l.isEmpty())
            .toList());
  }

  private static Optional<InetAddress> address(Map<String, String> options, String option) {
    return Optional.ofNullable(options.get(option))
        .map(
            text ->
                Addresses.parse(text)
                    .filter(a -> !option.equals(SOURCE4) || a instanceof Inet4Address)
                    .filter(a -> !option.equals(SOURCE6) || a instanceof Inet6Address)
                    .orElseThrow(() -> refuse(option, text, "nil ip")));
  }

  /** The longest packet that links of any driver may have; 0: the kernel's default. */
  public static int mtu(Map<String, String> options) {
    String text = options.getOrDefault(MTU, "");
    if (text.isEmpty()) {
      return 0;
    }
    int mtu;
    try {
      mtu = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw refuse(MTU, text, "strconv.Atoi: parsing \"" + text + "\": invalid syntax");
    }
    if (mtu < 0) {
      throw new ApiException.BadParameter("invalid MTU number: " + mtu);
    }
    return mtu;
  }

  private static boolean flag(Map<String, String> options, String option, boolean ifAbsent) {
    String text = options.get(option);
    if (text == null) {
      return ifAbsent;
    }
    return BooleanOption.parse(text)
        .orElseThrow(
            () ->
                refuse(
                    option, text, "strconv.ParseBool: parsing \"" + text + "\": invalid syntax"));
  }

  private static GatewayMode mode(Map<String, String> options, String option) {
    String text = options.get(option);
    return switch (text) {
      case null -> GatewayMode.NAT;
      case "nat" -> GatewayMode.NAT;
      case "nat-unprotected" -> GatewayMode.NAT_UNPROTECTED;
      case "routed" -> GatewayMode.ROUTED;
      case "isolated" -> GatewayMode.ISOLATED;
      default -> throw refuse(option, text, "unknown gateway mode " + text);
    };
  }

  private static ApiException refuse(String option, String value, String why) {
    return new ApiException.BadParameter(
        "failed to parse " + option + " value: " + value + " (" + why + ")");
  }
}
