package dev.stevedore.dockerd.config;

import ch.qos.logback.classic.Level;
import dev.stevedore.dockerd.logs.LogDefaults;
import dev.stevedore.dockerd.logs.LogSettings;
import dev.stevedore.dockerd.network.config.NetworkDefaults;
import dev.stevedore.lib.daemon.Logs;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a {@link DaemonConfig} of the given flags and the configuration file; again at each reload.
 */
public final class ConfigLoader {
  private final Map<Setting, Value> flags;
  private final Path file;

  ConfigLoader(Map<Setting, Value> flags) {
    this.flags = Map.copyOf(flags);
    this.file = Path.of(text(flags, Settings.CONFIG_FILE));
  }

  /** Whether the daemon is only to say if its configuration makes sense. */
  boolean isTrial() {
    return bool(flags, Settings.VALIDATE);
  }

  /** Returns the configuration file's path. */
  public Path file() {
    return file;
  }

  /**
   * Reads the file, if there is one, and merges it with the flags.
   *
   * @throws ConfigException if the file cannot be read, a setting makes no sense, or is given twice
   *     and differently. A file that is not there is an error only if a flag named it.
   */
  public DaemonConfig load() throws ConfigException {
    Map<Setting, Value> values = new LinkedHashMap<>();
    try {
      values.putAll(ConfigFile.read(file));
      refuseConflicts(values);
    } catch (NoSuchFileException e) {
      if (flags.containsKey(Settings.CONFIG_FILE)) {
        throw new ConfigException(unusable("open " + file + ": no such file or directory"), e);
      }
    } catch (IOException | ConfigException e) {
      throw new ConfigException(unusable(String.valueOf(e.getMessage())), e);
    }
    values.putAll(flags);
    return build(values);
  }

  private String unusable(String why) {
    return "unable to configure the Docker daemon with file " + file + ": " + why;
  }

  private void refuseConflicts(Map<Setting, Value> fromFile) throws ConfigException {
    List<String> conflicts = new ArrayList<>();
    for (Setting setting : Settings.ALL) {
      Value flag = flags.get(setting);
      Value value = fromFile.get(setting);
      if (flag != null && value != null && !flag.equals(value)) {
        conflicts.add("%s: (from flag: %s, from file: %s)".formatted(setting.key(), flag, value));
      }
    }
    if (!conflicts.isEmpty()) {
      throw new ConfigException(
          "the following directives are specified both as a flag and in the configuration file: "
              + String.join(", ", conflicts));
    }
  }

  private static DaemonConfig build(Map<Setting, Value> values) throws ConfigException {
    Path execRoot = absolute(values, Settings.EXEC_ROOT);
    Optional<TlsConfig> tls = tls(values);
    Map<String, RuntimeConfig> runtimes = runtimes(values);
    String containerd = text(values, Settings.CONTAINERD);
    int timeout = integer(values, Settings.SHUTDOWN_TIMEOUT);
    String logLevel = text(values, Settings.LOG_LEVEL);
    Level level =
        Logs.parseLevel(logLevel)
            .orElseThrow(() -> new ConfigException("invalid logging level: " + logLevel));
    boolean debug = bool(values, Settings.DEBUG);
    NetworkDefaults networks = NetworkSettings.of(values, bool(values, Settings.LIVE_RESTORE));
    DaemonConfig config =
        new DaemonConfig(
            hosts(values, tls.isPresent()),
            absolute(values, Settings.DATA_ROOT),
            execRoot,
            values.containsKey(Settings.PIDFILE)
                ? absolute(values, Settings.PIDFILE)
                : execRoot.resolve("stevedored.pid"),
            debug && level.isGreaterOrEqual(Level.DEBUG) ? Level.DEBUG : level,
            debug,
            text(values, Settings.GROUP),
            values.containsKey(Settings.GROUP),
            containerd.isEmpty()
                ? Optional.empty()
                : Optional.of(absolute(values, Settings.CONTAINERD)),
            Optional.of(text(values, Settings.CONTAINERD_BINARY)).filter(b -> !b.isEmpty()),
            text(values, Settings.CONTAINERD_NAMESPACE),
            text(values, Settings.DEFAULT_RUNTIME),
            runtimes,
            bool(values, Settings.INIT),
            Optional.of(text(values, Settings.INIT_PATH)).filter(path -> !path.isEmpty()),
            labels(values),
            bool(values, Settings.LIVE_RESTORE),
            timeout < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(timeout)),
            ContainerSettings.of(values, logs(values)),
            registries(values),
            tls,
            networks,
            FirewallSettings.of(values, networks.bridge()));
    if (config.runtime("").isEmpty()) {
      throw new ConfigException(
          "specified default runtime '" + config.defaultRuntime() + "' does not exist");
    }
    return config;
  }

  private static List<HostAddress> hosts(Map<Setting, Value> values, boolean tls)
      throws ConfigException {
    List<HostAddress> hosts = new ArrayList<>();
    for (String host : items(values, Settings.HOST)) {
      HostAddress address = HostAddress.parse(host, tls);
      // Whoever reaches the socket is root here: that a network can must have been meant.
      boolean told = values.containsKey(Settings.TLS) || values.containsKey(Settings.TLS_VERIFY);
      if (address instanceof HostAddress.Tcp tcp && !tls && !told && !tcp.isLoopback()) {
        throw new ConfigException(
            "refusing to listen on "
                + tcp
                + " without TLS: whoever connects controls this machine; use --tlsverify, or"
                + " --tls=false to allow it");
      }
      hosts.add(address);
    }
    if (hosts.isEmpty()) {
      hosts.add(new HostAddress.Unix(HostAddress.DEFAULT_SOCKET));
    }
    return List.copyOf(hosts);
  }

  private static Optional<TlsConfig> tls(Map<Setting, Value> values) {
    boolean verify = bool(values, Settings.TLS_VERIFY);
    // As in Docker: to say --tlsverify at all, even =false, is to ask for TLS, unless --tls=false
    // says otherwise.
    boolean on =
        values.containsKey(Settings.TLS)
            ? bool(values, Settings.TLS) || verify
            : values.containsKey(Settings.TLS_VERIFY);
    return on
        ? Optional.of(
            new TlsConfig(
                verify,
                Path.of(text(values, Settings.TLS_CA_CERT)),
                Path.of(text(values, Settings.TLS_CERT)),
                Path.of(text(values, Settings.TLS_KEY))))
        : Optional.empty();
  }

  private static Map<String, RuntimeConfig> runtimes(Map<Setting, Value> values) {
    Map<String, RuntimeConfig> runtimes = new LinkedHashMap<>();
    runtimes.put(RuntimeConfig.STOCK_NAME, RuntimeConfig.ofShim(RuntimeConfig.OWN_SHIM));
    runtimes.put(RuntimeConfig.OWN_SHIM, RuntimeConfig.ofShim(RuntimeConfig.OWN_SHIM));
    if (values.get(Settings.ADD_RUNTIME) instanceof Value.Runtimes(var more)) {
      runtimes.putAll(more);
    }
    return runtimes;
  }

  private static LogDefaults logs(Map<Setting, Value> values) throws ConfigException {
    Map<String, String> options =
        values.get(Settings.LOG_OPT) instanceof Value.Options(var given) ? given : Map.of();
    LogDefaults logs = new LogDefaults(text(values, Settings.LOG_DRIVER), options);
    try {
      LogSettings settings = LogSettings.of(logs.driver(), logs.options());
      return new LogDefaults(settings.driver().label(), logs.options());
    } catch (IllegalArgumentException e) {
      throw new ConfigException("failed to set log opts: " + e.getMessage(), e);
    }
  }

  private static RegistryConfig registries(Map<Setting, Value> values) throws ConfigException {
    Path file = Path.of(text(values, Settings.CONFIG_FILE)).toAbsolutePath();
    return new RegistryConfig(
        RegistryConfig.parseMirrors(items(values, Settings.REGISTRY_MIRROR)),
        RegistryConfig.parseInsecure(items(values, Settings.INSECURE_REGISTRY)),
        file.resolveSibling("certs.d"),
        notNegative(values, Settings.MAX_CONCURRENT_DOWNLOADS, "max concurrent downloads"),
        notNegative(values, Settings.MAX_CONCURRENT_UPLOADS, "max concurrent uploads"),
        Math.max(1, notNegative(values, Settings.MAX_DOWNLOAD_ATTEMPTS, "max download attempts")));
  }

  private static int notNegative(Map<Setting, Value> values, Setting setting, String name)
      throws ConfigException {
    int value = integer(values, setting);
    if (value < 0) {
      throw new ConfigException("invalid " + name + ": " + value);
    }
    return value;
  }

  private static List<String> labels(Map<Setting, Value> values) throws ConfigException {
    Map<String, String> labels = new LinkedHashMap<>();
    for (String label : items(values, Settings.LABEL)) {
      int equals = label.indexOf('=');
      if (equals <= 0) {
        throw new ConfigException("bad attribute format: " + label);
      }
      String key = label.substring(0, equals);
      String value = label.substring(equals + 1);
      String before = labels.put(key, value);
      if (before != null && !before.equals(value)) {
        throw new ConfigException(
            "conflict labels for %s=%s and %s=%s".formatted(key, value, key, before));
      }
    }
    return labels.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  private static Path absolute(Map<Setting, Value> values, Setting setting) throws ConfigException {
    String text = text(values, setting);
    String path = text.startsWith("unix://") ? text.substring("unix://".length()) : text;
    if (path.isEmpty()) {
      throw new ConfigException("--" + setting.flag() + " must not be empty");
    }
    return Path.of(path).toAbsolutePath().normalize();
  }

  private static String text(Map<Setting, Value> values, Setting setting) {
    return values.get(setting) instanceof Value.Text(String value) ? value : setting.fallback();
  }

  private static boolean bool(Map<Setting, Value> values, Setting setting) {
    return values.get(setting) instanceof Value.Bool(boolean value) && value;
  }

  private static int integer(Map<Setting, Value> values, Setting setting) {
    return values.get(setting) instanceof Value.Int(int value)
        ? value
        : Integer.parseInt(setting.fallback());
  }

  private static List<String> items(Map<Setting, Value> values, Setting setting) {
    return values.get(setting) instanceof Value.Items(List<String> items) ? items : List.of();
  }
}
