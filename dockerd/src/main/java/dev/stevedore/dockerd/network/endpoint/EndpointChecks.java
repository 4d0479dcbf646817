package dev.stevedore.dockerd.network.endpoint;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.network.address.Addresses;
import dev.stevedore.dockerd.network.address.Subnet;
import dev.stevedore.dockerd.network.model.EndpointConfig;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.lib.linux.netlink.route.MacAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks how a container wants to be in a network; all at once, with Docker's texts. */
public final class EndpointChecks {
  private static final String PREFIX = "com.docker.network.";
  private static final int MAX_LINK_NAME = 15;
  private static final Set<String> OPTIONS =
      Set.of(EndpointConfig.LINK_NAME, EndpointConfig.SYSCTLS);

  private final Network network;
  private final List<String> errors = new ArrayList<>();

  private EndpointChecks(Network network) {
    this.network = network;
  }

  /**
   * Refuses what cannot be.
   *
   * @throws ApiException.BadParameter naming all that is wrong
   */
  public static void check(Network network, EndpointConfig config) {
    EndpointChecks checks = new EndpointChecks(network);
    checks.predefined(config);
    checks.addresses(config);
    checks.mac(config);
    checks.options(config.options().orElse(Map.of()));
    config.sysctls().forEach(checks::sysctl);
    List<String> errors = checks.errors;
    if (!errors.isEmpty()) {
      throw new ApiException.BadParameter(
          "invalid endpoint settings:\n"
              + (errors.size() == 1 ? errors.getFirst() : "* " + String.join("\n* ", errors)));
    }
  }

  private void predefined(EndpointConfig config) {
    if (!network.isPredefined()) {
      return;
    }
    if (config.wanted4().isPresent() || config.wanted6().isPresent()) {
      errors.add("user specified IP address is supported on user defined networks only");
    }
    if (!config.aliases().orElse(List.of()).isEmpty()) {
      errors.add("network-scoped alias is supported only for containers in user defined networks");
    }
    if (!config.links().orElse(List.of()).isEmpty()) {
      errors.add("links of an endpoint are only available in user-defined networks");
    }
  }

  private void addresses(EndpointConfig config) {
    config.wanted4().ifPresent(a -> address(a, false));
    config.wanted6().ifPresent(a -> address(a, true));
    for (String text : config.linkLocal()) {
      if (Addresses.parse(text).filter(a -> !a.isAnyLocalAddress()).isEmpty()) {
        errors.add("invalid link-local IP address: " + text);
      }
    }
    config.wanted4().ifPresent(a -> range(a, false));
    config.wanted6().ifPresent(a -> range(a, true));
  }

  private void address(String text, boolean v6) {
    Optional<InetAddress> address =
        Addresses.parse(text)
            .filter(a -> a instanceof Inet6Address == v6 && !a.isAnyLocalAddress());
    if (address.isEmpty()) {
      errors.add("invalid IPv" + (v6 ? 6 : 4) + " address: " + text);
    }
  }

  /** An address may only be chosen in a subnet that somebody chose. */
  private void range(String text, boolean v6) {
    Optional<InetAddress> address = Addresses.parse(text);
    List<Subnet> chosen =
        network.declaration().asked().orElse(network.ipam().pools()).stream()
            .flatMap(p -> p.subnet().stream())
            .filter(s -> !s.isEmpty())
            .map(Subnet::parse)
            .filter(s -> s.isV6() == v6)
            .toList();
    if (chosen.isEmpty()) {
      errors.add(
          "user specified IP address is supported only when connecting to networks with user"
              + " configured subnets");
    } else if (address.isEmpty() || chosen.stream().noneMatch(s -> s.contains(address.get()))) {
      errors.add("no configured subnet or ip-range contain the IP address " + text);
    }
  }

  private void mac(EndpointConfig config) {
    config
        .wantedMac()
        .ifPresent(
            mac -> {
              try {
                new MacAddress(mac);
              } catch (IllegalArgumentException e) {
                errors.add("invalid MAC address " + mac);
              }
            });
  }

  private void options(Map<String, String> options) {
    for (Map.Entry<String, String> option : options.entrySet()) {
      if (option.getKey().startsWith(PREFIX) && !OPTIONS.contains(option.getKey())) {
        errors.add("the option " + option.getKey() + " of endpoints is not available");
      }
    }
    String name = options.getOrDefault(EndpointConfig.LINK_NAME, "");
    if (name.length() > MAX_LINK_NAME || name.chars().anyMatch(c -> c == '/' || c <= ' ')) {
      errors.add("invalid interface name '" + name + "'");
    }
  }

  private void sysctl(String text) {
    String[] parts = text.split("\\.", 5);
    // In lower case, too: so the CLI writes what stands in a flag.
    boolean good =
        parts.length == 5
            && Set.of("ipv4", "ipv6", "mpls").contains(parts[1])
            && parts[3].equalsIgnoreCase("IFNAME");
    if (!good) {
      errors.add(
          "unrecognised network interface sysctl '"
              + text
              + "'; represent 'net.X.Y.ethN.Z=V' as 'net.X.Y.IFNAME.Z=V', 'X' must be 'ipv4',"
              + " 'ipv6' or 'mpls'");
    }
  }
}
