package dev.stevedore.dockerd.config;

import dev.stevedore.dockerd.config.Setting.Kind;
import dev.stevedore.dockerd.network.config.DefaultBridge;
import dev.stevedore.dockerd.network.config.FirewallConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of the firewall and of published ports. */
final class FirewallSettings {
  private static final Setting BACKEND =
      plain(
          "firewall-backend",
          Kind.TEXT,
          FirewallConfig.DEFAULT.backend().text(),
          "Firewall backend to use: nftables, iptables, iptables-legacy or iptables-nft");
  private static final Setting NO_DROP =
      plain(
          "ip-forward-no-drop",
          Kind.BOOL,
          "",
          "Do not drop packets between the host's own links when IP forwarding is switched on");
  private static final Setting OBEYS_INPUT =
      plain(
          "publish-obeys-input",
          Kind.BOOL,
          "",
          "Let the host's own INPUT rules decide who reaches published ports");
  private static final Setting PROXY =
      plain(
          "userland-proxy",
          Kind.BOOL,
          "true",
          "Relay connections to published ports that come by IPv6 for containers without it");

  private static final Setting DIRECT =
      plain(
          "allow-direct-routing",
          Kind.BOOL,
          "",
          "Allow remote access to published ports on container IP addresses");
  private static final Setting FORWARD =
      plain("ip-forward", Kind.BOOL, "true", "Enable IP forwarding in system configuration");
  private static final Setting RULES4 =
      plain("iptables", Kind.BOOL, "true", "Enable addition of firewall rules for IPv4");
  private static final Setting RULES6 =
      plain("ip6tables", Kind.BOOL, "true", "Enable addition of firewall rules for IPv6");

  static final List<Setting> ALL =
      List.of(BACKEND, DIRECT, FORWARD, NO_DROP, RULES4, RULES6, OBEYS_INPUT, PROXY);

  private FirewallSettings() {}

  private static Setting plain(String flag, Kind kind, String fallback, String help) {
    return new Setting(flag, Optional.empty(), flag, kind, fallback, help);
  }

  /**
   * What they say; the errors are Docker's.
   *
   * @param bridge what is said of the default network
   */
  static FirewallConfig of(Map<Setting, Value> values, DefaultBridge bridge)
      throws ConfigException {
    String name =
        values.get(BACKEND) instanceof Value.Text(String text) ? text : BACKEND.fallback();
    FirewallConfig.Backend backend =
        Arrays.stream(FirewallConfig.Backend.values())
            .filter(b -> b.text().equals(name))
            .findFirst()
            .orElseThrow(() -> new ConfigException("invalid firewall-backend \"" + name + "\""));
    FirewallConfig.Scope scope =
        new FirewallConfig.Scope(
            bool(values, RULES4, true),
            bool(values, RULES6, true),
            bool(values, FORWARD, true),
            bool(values, DIRECT, false));
    boolean obeysInput = bool(values, OBEYS_INPUT, false);
    if (!bridge.icc() && !scope.v4()) {
      throw apart(RULES4);
    }
    if (!bridge.icc() && bridge.ipv6() && !scope.v6()) {
      throw apart(RULES6);
    }
    if (obeysInput && !(scope.v4() && scope.v6())) {
      throw new ConfigException(
          "--publish-obeys-input needs firewall rules: please set --iptables and --ip6tables to"
              + " true");
    }
    return new FirewallConfig(
        backend, obeysInput, bool(values, PROXY, true), !bool(values, NO_DROP, false), scope);
  }

  private static ConfigException apart(Setting rules) {
    String name = rules.flag();
    return new ConfigException(
        "You specified --%s=false with --icc=false. ICC=false uses %s to function. Please set --icc or --%s to true"
            .formatted(name, name, name));
  }

  private static boolean bool(Map<Setting, Value> values, Setting setting, boolean fallback) {
    return values.get(setting) instanceof Value.Bool(boolean value) ? value : fallback;
  }
}
