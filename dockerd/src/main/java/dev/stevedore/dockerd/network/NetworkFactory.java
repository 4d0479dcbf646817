package dev.stevedore.dockerd.network;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.network.address.IpamPlan;
import dev.stevedore.dockerd.network.address.Subnet;
import dev.stevedore.dockerd.network.address.SubnetPools;
import dev.stevedore.dockerd.network.host.HostNetwork;
import dev.stevedore.dockerd.network.model.BooleanOption;
import dev.stevedore.dockerd.network.model.Ipam;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.lib.linux.netlink.route.Addresses;
import dev.stevedore.lib.linux.netlink.route.Routes;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns requests for networks into networks, with everything decided or refused. */
final class NetworkFactory {
  private static final String PREFIX = "com.docker.network.";
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");
  private static final int MAX_LINK_NAME = 15;

  private final HostNetwork host;
  private final SubnetPools pools;

  NetworkFactory(HostNetwork host, SubnetPools pools) {
    this.host = host;
    this.pools = pools;
  }

  /**
   * A network as it was asked for.
   *
   * @param taken the subnets of other networks
   * @throws ApiException what the client shall be told
   */
  Network make(NetworkRequest request, Collection<Subnet> taken) throws IOException {
    String name = request.name().orElse("");
    if (name.isBlank()) {
      throw new ApiException.BadParameter("invalid name: name is empty");
    }
    if (!NAME.matcher(name).matches()) {
      throw new ApiException.BadParameter(
          "invalid name: \"" + name + "\": only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
    }
    if (Network.isPredefined(name)) {
      throw new ApiException.Forbidden(
          "operation is not permitted on predefined " + name + " network ");
    }
    String driver = request.driver().filter(d -> !d.isEmpty()).orElse("bridge");
    refuse(request, driver);
    Map<String, String> options = new HashMap<>(request.options().orElse(Map.of()));
    boolean ipv4 = version(request.ipv4(), options, PREFIX + "enable_ipv4", true);
    boolean ipv6 = version(request.ipv6(), options, PREFIX + "enable_ipv6", false);
    if (!ipv4 && !ipv6) {
      throw new ApiException.BadParameter("IPv4 or IPv6 must be enabled");
    }
    Ipam asked = request.ipam().orElse(Ipam.of(Optional.empty(), List.of()));
    String manager = asked.driver().filter(d -> !d.isEmpty()).orElse("default");
    if (!manager.equals("default")) {
      throw new ApiException.BadParameter(
          "invalid ipam driver: " + manager + ": only default is there");
    }
    List<Ipam.Pool> decided =
        IpamPlan.decide(asked.pools(), ipv4, ipv6, true, pools, taken, routes());
    Network network =
        new Network(
            name,
            Ids.random(),
            Instant.now(),
            driver,
            ipv4,
            ipv6,
            Ipam.of(Optional.of(asked.options().orElse(Map.of())), decided),
            request.internal(),
            request.attachable(),
            Map.copyOf(options),
            Map.copyOf(request.labels().orElse(Map.of())));
    checkOptions(network);
    return network;
  }

  private static void refuse(NetworkRequest request, String driver) {
    if (driver.equals("overlay") || request.scope().filter("swarm"::equals).isPresent()) {
      throw new ApiException.Forbidden(
          "This node is not a swarm manager, and cannot become one: overlay networks are not available.");
    }
    if (request.ingress()) {
      throw new ApiException.BadParameter("Ingress network is not available: there is no swarm");
    }
    if (request.configOnly()
        || request.configFrom().filter(n -> !n.path("Network").asText("").isEmpty()).isPresent()) {
      throw new ApiException.NotImplemented("configuration-only networks are not available yet");
    }
    switch (driver) {
      case "bridge" -> {}
      case "host", "null", "none" ->
          throw new ApiException.Forbidden(
              "only one instance of \"" + driver + "\" network is allowed");
      case "macvlan", "ipvlan" ->
          throw new ApiException.NotImplemented(driver + " networks are not available yet");
      default -> throw new ApiException.NotFound("plugin \"" + driver + "\" not found");
    }
  }

  private static boolean version(
      Optional<Boolean> asked, Map<String, String> options, String option, boolean ifAbsent) {
    String text = options.remove(option);
    return asked.orElse(text == null ? ifAbsent : BooleanOption.parse(option, text));
  }

  private static void checkOptions(Network network) {
    for (Map.Entry<String, String> option : network.options().entrySet()) {
      String key = option.getKey();
      switch (key) {
        case PREFIX + "bridge.name" -> {
          if (option.getValue().length() > MAX_LINK_NAME || option.getValue().contains("/")) {
            throw new ApiException.BadParameter("invalid bridge name: " + option.getValue());
          }
        }
        case PREFIX + "driver.mtu" -> checkMtu(option.getValue());
        case PREFIX + "bridge.enable_icc" -> network.icc();
        case PREFIX + "bridge.enable_ip_masquerade" -> network.masquerade();
        case PREFIX + "bridge.host_binding_ipv4" -> {
          if (dev.stevedore.dockerd.network.address.Addresses.parse(option.getValue()).isEmpty()) {
            throw new ApiException.BadParameter("invalid IP address: " + option.getValue());
          }
        }
        case PREFIX + "container_iface_prefix" -> {}
        default -> {
          if (key.startsWith(PREFIX)) {
            throw new ApiException.NotImplemented("the option " + key + " is not available yet");
          }
        }
      }
    }
  }

  private static void checkMtu(String text) {
    try {
      int mtu = Integer.parseInt(text);
      if (mtu != 0 && (mtu < 68 || mtu > 65535)) {
        throw new ApiException.BadParameter("invalid MTU: " + text + ": 68 to 65535 is possible");
      }
    } catch (NumberFormatException e) {
      throw new ApiException.BadParameter("invalid MTU: \"" + text + "\" is no number", e);
    }
  }

  /** The default network, whose bridge has this name. */
  Network makeDefault(String bridge, Collection<Subnet> taken) throws IOException {
    return new Network(
        Network.DEFAULT,
        Ids.random(),
        Instant.now(),
        "bridge",
        true,
        false,
        Ipam.of(
            Optional.empty(),
            IpamPlan.decide(List.of(), true, false, true, pools, taken, routes())),
        false,
        false,
        Map.of(
            PREFIX + "bridge.default_bridge", "true",
            PREFIX + "bridge.enable_icc", "true",
            PREFIX + "bridge.enable_ip_masquerade", "true",
            PREFIX + "bridge.host_binding_ipv4", "0.0.0.0",
            PREFIX + "bridge.name", bridge,
            PREFIX + "driver.mtu", "1500"),
        Map.of());
  }

  /** A network without links of ours. */
  static Network makePredefined(String name, String driver) {
    return new Network(
        name,
        Ids.random(),
        Instant.now(),
        driver,
        true,
        false,
        Registry.none(),
        false,
        false,
        Map.of(),
        Map.of());
  }

  /** What the host has routes or addresses for, so that no network hides it. */
  private List<Subnet> routes() throws IOException {
    List<Subnet> subnets = new ArrayList<>();
    for (Routes.Route route : Routes.list(host.route())) {
      route.destination().ifPresent(d -> subnets.add(Subnet.around(d.address(), d.prefixLength())));
    }
    for (Addresses.OfLink address : Addresses.list(host.route())) {
      subnets.add(Subnet.around(address.address().address(), address.address().prefixLength()));
    }
    subnets.removeIf(s -> s.prefixLength() == 0);
    return subnets;
  }
}
