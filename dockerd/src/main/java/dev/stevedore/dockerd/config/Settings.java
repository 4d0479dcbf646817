package dev.stevedore.dockerd.config;

import dev.stevedore.dockerd.config.Setting.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The table of all settings, ordered by flag. */
final class Settings {
  static final Setting ADD_RUNTIME =
      named(
          "add-runtime",
          "runtimes",
          Kind.RUNTIMES,
          "",
          "Register an additional OCI compatible runtime");
  static final Setting CONFIG_FILE =
      flag("config-file", Kind.TEXT, "/etc/stevedore/daemon.json", "Daemon configuration file");
  static final Setting CONTAINERD = flag("containerd", Kind.TEXT, "", "containerd grpc address");
  static final Setting CONTAINERD_BINARY =
      flag(
          "containerd-binary",
          Kind.TEXT,
          "",
          "Containerd program to start (default stevedore-containerd, beside this program or on"
              + " PATH)");
  static final Setting CONTAINERD_NAMESPACE =
      flag("containerd-namespace", Kind.TEXT, "moby", "Containerd namespace to use");
  static final Setting DATA_ROOT =
      flag("data-root", Kind.TEXT, "/var/lib/stevedore", "Root directory of persistent state");
  static final Setting DEBUG = shorthand('D', "debug", Kind.BOOL, "", "Enable debug mode");
  static final Setting DEFAULT_RUNTIME =
      flag(
          "default-runtime",
          Kind.TEXT,
          RuntimeConfig.STOCK_NAME,
          "Default OCI runtime for containers");
  static final Setting EXEC_ROOT =
      flag("exec-root", Kind.TEXT, "/run/stevedore", "Root directory for execution state files");
  static final Setting GROUP =
      shorthand('G', "group", Kind.TEXT, "docker", "Group for the unix socket");
  static final Setting HOST =
      new Setting(
          "host", Optional.of('H'), "hosts", Kind.LIST, "", "Daemon socket(s) to connect to");
  static final Setting INIT =
      flag(
          "init",
          Kind.BOOL,
          "",
          "Run an init in the container to forward signals and reap processes");
  static final Setting INIT_PATH =
      flag(
          "init-path",
          Kind.TEXT,
          "",
          "Path to the docker-init binary (default stevedore-init, beside this program)");
  static final Setting INSECURE_REGISTRY =
      named(
          "insecure-registry",
          "insecure-registries",
          Kind.LIST,
          "",
          "Enable insecure registry communication");
  static final Setting LABEL =
      named("label", "labels", Kind.LIST, "", "Set key=value labels to the daemon");
  static final Setting LIVE_RESTORE =
      flag(
          "live-restore",
          Kind.BOOL,
          "",
          "Enable live restore of containers: they stay up when the daemon stops");
  static final Setting LOG_DRIVER =
      flag("log-driver", Kind.TEXT, "json-file", "Default driver for container logs");
  static final Setting LOG_OPT =
      named("log-opt", "log-opts", Kind.OPTIONS, "", "Default log driver options for containers");
  static final Setting LOG_LEVEL =
      shorthand(
          'l',
          "log-level",
          Kind.TEXT,
          "info",
          "Set the logging level (\"debug\"|\"info\"|\"warn\"|\"error\"|\"fatal\")");
  static final Setting MAX_CONCURRENT_DOWNLOADS =
      flag(
          "max-concurrent-downloads",
          Kind.INT,
          "3",
          "Set the max concurrent downloads for all pulls");
  static final Setting MAX_CONCURRENT_UPLOADS =
      flag(
          "max-concurrent-uploads", Kind.INT, "5", "Set the max concurrent uploads for all pushes");
  static final Setting MAX_DOWNLOAD_ATTEMPTS =
      flag(
          "max-download-attempts",
          Kind.INT,
          "5",
          "Set the max download attempts for each pull that bring nothing");
  static final Setting PIDFILE =
      shorthand(
          'p',
          "pidfile",
          Kind.TEXT,
          "",
          "Path to use for daemon PID file (default EXEC-ROOT/stevedored.pid)");
  static final Setting REGISTRY_MIRROR =
      named("registry-mirror", "registry-mirrors", Kind.LIST, "", "Preferred registry mirror");
  static final Setting SHUTDOWN_TIMEOUT =
      flag("shutdown-timeout", Kind.INT, "15", "Set the default shutdown timeout, in seconds");
  static final Setting TLS = flag("tls", Kind.BOOL, "", "Use TLS; implied by --tlsverify");
  static final Setting TLS_CA_CERT =
      flag("tlscacert", Kind.TEXT, "/etc/stevedore/ca.pem", "Trust certs signed only by this CA");
  static final Setting TLS_CERT =
      flag("tlscert", Kind.TEXT, "/etc/stevedore/cert.pem", "Path to TLS certificate file");
  static final Setting TLS_KEY =
      flag("tlskey", Kind.TEXT, "/etc/stevedore/key.pem", "Path to TLS key file");
  static final Setting TLS_VERIFY =
      flag("tlsverify", Kind.BOOL, "", "Use TLS and verify the remote");

  static final Setting VALIDATE =
      flag("validate", Kind.BOOL, "", "Validate daemon configuration and exit");

  private static final List<Setting> OWN =
      List.of(
          ADD_RUNTIME,
          CONFIG_FILE,
          CONTAINERD,
          CONTAINERD_BINARY,
          CONTAINERD_NAMESPACE,
          DATA_ROOT,
          DEBUG,
          DEFAULT_RUNTIME,
          EXEC_ROOT,
          GROUP,
          HOST,
          INIT,
          INIT_PATH,
          INSECURE_REGISTRY,
          LABEL,
          LIVE_RESTORE,
          LOG_DRIVER,
          LOG_LEVEL,
          LOG_OPT,
          MAX_CONCURRENT_DOWNLOADS,
          MAX_CONCURRENT_UPLOADS,
          MAX_DOWNLOAD_ATTEMPTS,
          PIDFILE,
          REGISTRY_MIRROR,
          SHUTDOWN_TIMEOUT,
          TLS,
          TLS_CA_CERT,
          TLS_CERT,
          TLS_KEY,
          TLS_VERIFY,
          VALIDATE);

  static final List<Setting> ALL =
      Stream.of(OWN, ContainerSettings.ALL, NetworkSettings.ALL, FirewallSettings.ALL)
          .flatMap(List::stream)
          .sorted(Comparator.comparing(Setting::flag))
          .toList();

  private Settings() {}

  private static Setting flag(String flag, Kind kind, String fallback, String help) {
    return new Setting(flag, Optional.empty(), flag, kind, fallback, help);
  }

  private static Setting shorthand(
      char letter, String flag, Kind kind, String fallback, String help) {
    return new Setting(flag, Optional.of(letter), flag, kind, fallback, help);
  }

  private static Setting named(String flag, String key, Kind kind, String fallback, String help) {
    return new Setting(flag, Optional.empty(), key, kind, fallback, help);
  }

  static Optional<Setting> byFlag(String flag) {
    return ALL.stream().filter(s -> s.flag().equals(flag)).findFirst();
  }

  static Optional<Setting> byShorthand(char letter) {
    return ALL.stream().filter(s -> s.shorthand().equals(Optional.of(letter))).findFirst();
  }

  /** Finds what can stand in the configuration file. */
  static Optional<Setting> byKey(String key) {
    return ALL.stream()
        .filter(s -> !s.equals(CONFIG_FILE) && !s.equals(VALIDATE))
        .filter(s -> s.key().equals(key))
        .findFirst();
  }
}
