package dev.stevedore.dockerd.config;

import dev.stevedore.dockerd.config.Setting.Kind;
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

  static final List<Setting> ALL = List.of(BACKEND, NO_DROP, OBEYS_INPUT, PROXY);

  private FirewallSettings() {}

  private static Setting plain(String flag, Kind kind, String fallback, String help) {
    return new Setting(flag, Optional.empty(), flag, kind, fallback, help);
  }

  static FirewallConfig of(Map<Setting, Value> values) throws ConfigException {
    String name =
        values.get(BACKEND) instanceof Value.Text(String text) ? text : BACKEND.fallback();
    FirewallConfig.Backend backend =
        Arrays.stream(FirewallConfig.Backend.values())
            .filter(b -> b.text().equals(name))
            .findFirst()
            .orElseThrow(() -> new ConfigException("invalid firewall-backend \"" + name + "\""));
    return new FirewallConfig(
        backend,
        bool(values, OBEYS_INPUT, false),
        bool(values, PROXY, true),
        !bool(values, NO_DROP, false));
  }

  private static boolean bool(Map<Setting, Value> values, Setting setting, boolean fallback) {
    return values.get(setting) instanceof Value.Bool(boolean value) ? value : fallback;
  }
}
