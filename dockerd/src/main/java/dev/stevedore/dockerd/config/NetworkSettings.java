package dev.stevedore.dockerd.config;

import dev.stevedore.dockerd.config.Setting.Kind;
import dev.stevedore.dockerd.network.address.Addresses;
import dev.stevedore.dockerd.network.address.Subnet;
import dev.stevedore.dockerd.network.address.SubnetPools;
import dev.stevedore.dockerd.network.config.DefaultBridge;
import dev.stevedore.dockerd.network.config.NetworkDefaults;
import dev.stevedore.dockerd.network.model.Resolver;
import dev.stevedore.lib.linux.netlink.route.InterfaceAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of networks, and what they mean together. */
final class NetworkSettings {
  private static final Setting BIP =
      plain("bip", Kind.TEXT, "", "IPv4 address for the default bridge");
  private static final Setting BIP6 =
      plain("bip6", Kind.TEXT, "", "IPv6 address for the default bridge");
  private static final Setting BRIDGE =
      new Setting(
          "bridge",
          Optional.of('b'),
          "bridge",
          Kind.TEXT,
          "",
          "Attach containers to a network bridge; none: to no network unless they say which");
  private static final Setting POOLS =
      named(
          "default-address-pool",
          "default-address-pools",
          Kind.POOLS,
          "Default address pools for node specific local networks");
  private static final Setting GATEWAY =
      plain(
          "default-gateway",
          Kind.TEXT,
          "",
          "Default gateway IPv4 address for the default bridge network");
  private static final Setting GATEWAY6 =
      plain(
          "default-gateway-v6",
          Kind.TEXT,
          "",
          "Default gateway IPv6 address for the default bridge network");
  private static final Setting OPTIONS =
      named(
          "default-network-opt",
          "default-network-opts",
          Kind.OPTIONS_BY_NAME,
          "Default network options");
  private static final Setting DNS = plain("dns", Kind.LIST, "", "DNS server to use");
  private static final Setting DNS_OPT =
      named("dns-opt", "dns-opts", Kind.LIST, "DNS options to use");
  private static final Setting DNS_SEARCH =
      plain("dns-search", Kind.LIST, "", "DNS search domains to use");
  private static final Setting FIXED_CIDR =
      plain("fixed-cidr", Kind.TEXT, "", "IPv4 subnet for the default bridge network");
  private static final Setting FIXED_CIDR6 =
      plain("fixed-cidr-v6", Kind.TEXT, "", "IPv6 subnet for the default bridge network");
  private static final Setting HOST_GATEWAY =
      named(
          "host-gateway-ip",
          "host-gateway-ips",
          Kind.LIST,
          "IP addresses that the special 'host-gateway' string in --add-host resolves to. Defaults"
              + " to the IP addresses of the default bridge");
  private static final Setting ICC =
      plain(
          "icc",
          Kind.BOOL,
          "true",
          "Enable inter-container communication for the default bridge network");
  private static final Setting IP =
      plain(
          "ip",
          Kind.TEXT,
          "0.0.0.0",
          "Host IP for port publishing from the default bridge network");
  private static final Setting IP_MASQ =
      plain("ip-masq", Kind.BOOL, "true", "Enable IP masquerading for the default bridge network");
  private static final Setting IPV6 =
      plain("ipv6", Kind.BOOL, "", "Enable IPv6 networking for the default bridge network");
  private static final Setting MTU =
      plain("mtu", Kind.INT, "1500", "Set the MTU for the default \"bridge\" network");

  static final List<Setting> ALL =
      List.of(
          BIP,
          BIP6,
          BRIDGE,
          POOLS,
          GATEWAY,
          GATEWAY6,
          OPTIONS,
          DNS,
          DNS_OPT,
          DNS_SEARCH,
          FIXED_CIDR,
          FIXED_CIDR6,
          HOST_GATEWAY,
          ICC,
          IP,
          IP_MASQ,
          IPV6,
          MTU);

  private final Map<Setting, Value> values;
  private final boolean liveRestore;

  private NetworkSettings(Map<Setting, Value> values, boolean liveRestore) {
    this.values = values;
    this.liveRestore = liveRestore;
  }

  private static Setting plain(String flag, Kind kind, String fallback, String help) {
    return new Setting(flag, Optional.empty(), flag, kind, fallback, help);
  }

  private static Setting named(String flag, String key, Kind kind, String help) {
    return new Setting(flag, Optional.empty(), key, kind, "", help);
  }

  /**
   * What they say; the errors are Docker's.
   *
   * @param liveRestore whether containers outlive the daemon
   */
  static NetworkDefaults of(Map<Setting, Value> values, boolean liveRestore)
      throws ConfigException {
    return new NetworkSettings(values, liveRestore).build();
  }

  private NetworkDefaults build() throws ConfigException {
    for (Setting bip : List.of(BIP, BIP6)) {
      if (text(BRIDGE).isPresent() && text(bip).isPresent()) {
        throw new ConfigException(
            "You specified -b & --"
                + bip.flag()
                + ", mutually exclusive options. Please specify only one");
      }
    }
    int mtu = values.get(MTU) instanceof Value.Int(int number) ? number : 1500;
    if (mtu < 0) {
      throw new ConfigException("invalid default MTU: " + mtu);
    }
    return new NetworkDefaults(
        new DefaultBridge(
            text(BRIDGE),
            new DefaultBridge.Plan(
                cidr(BIP, false), cidr(FIXED_CIDR, false), address(GATEWAY, false)),
            new DefaultBridge.Plan(
                cidr(BIP6, true), cidr(FIXED_CIDR6, true), address(GATEWAY6, true)),
            bool(IPV6, false),
            bool(ICC, true),
            bool(IP_MASQ, true),
            mtu,
            address(IP, false).orElse(DefaultBridge.EVERYWHERE)),
        pools(),
        values.get(OPTIONS) instanceof Value.OptionsByName(var options) ? options : Map.of(),
        addresses(HOST_GATEWAY),
        new Resolver(
            addresses(DNS).stream().map(Addresses::text).toList(),
            items(DNS_SEARCH),
            items(DNS_OPT)),
        liveRestore);
  }

  private Optional<String> text(Setting setting) {
    return values.get(setting) instanceof Value.Text(String text) && !text.isEmpty()
        ? Optional.of(text)
        : Optional.empty();
  }

  private boolean bool(Setting setting, boolean fallback) {
    return values.get(setting) instanceof Value.Bool(boolean value) ? value : fallback;
  }

  private List<String> items(Setting setting) {
    return values.get(setting) instanceof Value.Items(List<String> items) ? items : List.of();
  }

  private Optional<InterfaceAddress> cidr(Setting setting, boolean v6) throws ConfigException {
    Optional<String> text = text(setting);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    int slash = text.get().indexOf('/');
    try {
      if (slash > 0 && Addresses.parse(text.get().substring(0, slash)).isPresent()) {
        InterfaceAddress address = InterfaceAddress.parse(text.get());
        if (address.isV6() == v6) {
          return Optional.of(address);
        }
      }
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "parse " + setting.key() + " failed: invalid CIDR address: " + text.get(), e);
    }
    throw new ConfigException(
        "parse " + setting.key() + " failed: invalid CIDR address: " + text.get());
  }

  private Optional<InetAddress> address(Setting setting, boolean v6) throws ConfigException {
    Optional<String> text = text(setting);
    return text.isEmpty() ? Optional.empty() : Optional.of(parse(setting, text.get(), v6));
  }

  private static InetAddress parse(Setting setting, String text, boolean v6)
      throws ConfigException {
    return Addresses.parse(text)
        .filter(a -> a instanceof Inet6Address == v6)
        .orElseThrow(() -> invalid(setting, text));
  }

  private static ConfigException invalid(Setting setting, String text) {
    return new ConfigException(
        "invalid argument \"%s\" for \"%s\" flag: failed to parse IP: \"%s\""
            .formatted(text, setting.title(), text));
  }

  private List<InetAddress> addresses(Setting setting) throws ConfigException {
    List<InetAddress> all = new ArrayList<>();
    for (String text : items(setting)) {
      all.add(Addresses.parse(text).orElseThrow(() -> invalid(setting, text)));
    }
    return all;
  }

  private List<SubnetPools.Pool> pools() throws ConfigException {
    List<SubnetPools.Pool> pools = new ArrayList<>();
    if (values.get(POOLS) instanceof Value.Pools(List<Value.Pool> given)) {
      for (Value.Pool pool : given) {
        try {
          pools.add(new SubnetPools.Pool(Subnet.parse(pool.base()), pool.size()));
        } catch (IllegalArgumentException e) {
          throw new ConfigException(
              "invalid default address pool: " + pool + ": " + e.getMessage(), e);
        }
      }
    }
    return pools;
  }
}
