package dev.stevedore.dockerd.network.definition;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.network.address.Ipam;
import dev.stevedore.dockerd.network.address.IpamPlan;
import dev.stevedore.dockerd.network.address.Subnet;
import dev.stevedore.dockerd.network.address.SubnetPools;
import dev.stevedore.dockerd.network.host.HostNetwork;
import dev.stevedore.dockerd.network.model.BooleanOption;
import dev.stevedore.dockerd.network.model.Declaration;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.state.Ids;
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
import java.util.function.Function;

/** Turns requests for networks into networks, with everything decided or refused. */
public final class NetworkFactory {
  private static final String PREFIX = "com.docker.network.";

  /** What networks may take from a network that is there for that only. */
  private record Configuration(
      Optional<String> source,
      boolean ipv4,
      boolean ipv6,
      Ipam ipam,
      Map<String, String> options,
      Map<String, String> labels) {
    static Configuration of(Network other) {
      return new Configuration(
          Optional.of(other.name()),
          other.ipv4(),
          other.ipv6(),
          other.ipam(),
          other.options(),
          other.declaration().labels());
    }
  }

  private final HostNetwork host;
  private final SubnetPools pools;
  private final Map<String, Map<String, String>> defaults;

  /**
   * Makes networks on this host.
   *
   * @param pools where subnets come from that nobody chose
   * @param defaults options of networks that do not say otherwise, by driver
   */
  public NetworkFactory(
      HostNetwork host, SubnetPools pools, Map<String, Map<String, String>> defaults) {
    this.host = host;
    this.pools = pools;
    this.defaults = defaults;
  }

  /**
   * A network as it was asked for; its subnets are not decided yet.
   *
   * @param configurations finds networks that others take their configuration from
   * @throws ApiException what the client shall be told
   */
  public Network make(NetworkRequest request, Function<String, Optional<Network>> configurations) {
    String name = request.name().orElse("");
    if (Network.isPredefined(name)) {
      throw new ApiException.Forbidden(
          "operation is not permitted on predefined " + name + " network ");
    }
    String driver = request.driver().filter(d -> !d.isEmpty()).orElse("bridge");
    Map<String, String> options = new HashMap<>(request.options().orElse(Map.of()));
    if (request.configuration().isEmpty()) {
      defaults.getOrDefault(driver, Map.of()).forEach(options::putIfAbsent);
    }
    boolean ipv4 = version(request.ipv4(), options, PREFIX + "enable_ipv4", true);
    boolean ipv6 = version(request.ipv6(), options, PREFIX + "enable_ipv6", false);
    Ipam ipam = request.ipam().orElse(Ipam.of(Optional.empty(), List.of()));
    IpamPlan.check(ipam.pools(), ipv6);
    if (name.isBlank()) {
      throw new ApiException.BadParameter("invalid name: name is empty");
    }
    Configuration own =
        new Configuration(
            Optional.empty(), ipv4, ipv6, ipam, options, request.labels().orElse(Map.of()));
    checkConfiguration(request, own);
    if (request.configOnly()) {
      return network(request, "null", own);
    }
    NetworkOptions.checkDriver(request, driver);
    Configuration used =
        request
            .configuration()
            .map(
                term ->
                    configurations
                        .apply(term)
                        .orElseThrow(
                            () ->
                                new ApiException.NotFound(
                                    "configuration network \"" + term + "\" does not exist")))
            .map(Configuration::of)
            .orElse(own);
    Network network = network(request, driver, used);
    NetworkOptions.check(network);
    return network;
  }

  private static Network network(NetworkRequest request, String driver, Configuration used) {
    Declaration said =
        new Declaration(
            request.name().orElse(""),
            Ids.random(),
            Instant.now(),
            driver,
            used.ipv4,
            used.ipv6,
            request.internal(),
            request.attachable(),
            Map.copyOf(used.options),
            Map.copyOf(used.labels),
            request.configOnly(),
            used.source,
            Optional.of(used.ipam.pools()));
    return new Network(said, used.ipam.withDefaults(), false);
  }

  private static boolean version(
      Optional<Boolean> asked, Map<String, String> options, String option, boolean ifAbsent) {
    if (asked.isPresent()) {
      options.remove(option);
      return asked.get();
    }
    return Optional.ofNullable(options.get(option))
        .map(
            text ->
                BooleanOption.parse(text)
                    .orElseThrow(
                        () ->
                            new ApiException.BadParameter(
                                "driver-opt \"" + option + "\" is not a valid bool")))
        .orElse(ifAbsent);
  }

  private static void checkConfiguration(NetworkRequest request, Configuration own) {
    boolean operated =
        request.internal()
            || request.attachable()
            || request.ingress()
            || request.scope().filter(s -> !s.isEmpty()).isPresent();
    if (request.configOnly() && operated) {
      throw new ApiException.Forbidden(
          "configuration network can only contain network specific fields. Network operator fields"
              + " like [ ingress | internal | attachable | scope ] are not supported.");
    }
    if (request.configuration().isEmpty()) {
      return;
    }
    if (request.configOnly()) {
      throw new ApiException.Forbidden(
          "a configuration network cannot depend on another configuration network");
    }
    Ipam ipam = own.ipam.withDefaults();
    if (!ipam.isDefaultDriver()
        || !own.ipv4
        || own.ipv6
        || !own.labels.isEmpty()
        || !ipam.options().orElse(Map.of()).isEmpty()
        || !ipam.pools().isEmpty()) {
      throw new ApiException.Forbidden(
          "user specified configurations are not supported if the network depends on a"
              + " configuration network");
    }
    if (!own.options.isEmpty()) {
      throw new ApiException.Forbidden(
          "network driver options are not supported if the network depends on a configuration"
              + " network");
    }
  }

  /**
   * The same network, with its subnets decided.
   *
   * @param taken the subnets of other networks
   */
  public Network decide(Network asked, Collection<Subnet> taken) throws IOException {
    Ipam ipam = asked.ipam();
    String manager = ipam.driver().orElse("");
    if (manager.equals("null") && asked.lan().isPresent()) {
      if (asked.ipv4() || asked.ipv6()) {
        throw new ApiException.BadParameter("ipv" + (asked.ipv4() ? "4" : "6") + " pool is empty");
      }
      return decided(asked, List.of());
    }
    if (!ipam.isDefaultDriver()) {
      throw new ApiException.BadParameter(
          "invalid ipam driver: " + manager + ": only default is there");
    }
    List<Ipam.Pool> decided =
        IpamPlan.decide(
            ipam.pools(), asked.ipv4(), asked.ipv6(), asked::needsGateway, pools, taken, routes());
    if (asked.isBridge() && decided.size() > (asked.ipv4() && asked.ipv6() ? 2 : 1)) {
      throw new ApiException.Forbidden("bridge driver doesn't support multiple subnets");
    }
    return decided(asked, decided);
  }

  private static Network decided(Network asked, List<Ipam.Pool> pools) {
    Ipam ipam = asked.ipam();
    Ipam decided = new Ipam(ipam.driver(), ipam.options(), Optional.of(pools));
    return new Network(asked.declaration(), decided, asked.borrowed());
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
