package dev.stevedore.containerd.config;

import dev.stevedore.lib.daemon.GoDuration;
import dev.stevedore.lib.daemon.toml.Toml;
import dev.stevedore.lib.daemon.toml.TomlException;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Reads config.toml. */
public final class ConfigFile {
  /** Keys that containerd has, and whose every value suits this one. */
  private static final Set<String> INDIFFERENT =
      Set.of(
          "disabled_plugins",
          "imports",
          "grpc.max_recv_message_size",
          "grpc.max_send_message_size",
          "ttrpc.uid",
          "ttrpc.gid");

  private static final String GC = "plugins.io.containerd.gc.v1.scheduler.";

  private static final String RESTART =
      "plugins.io.containerd.monitor.container.v1.restart.interval";

  /** Its name in containerd 1. */
  private static final String OLD_RESTART = "plugins.io.containerd.internal.v1.restart.interval";

  /** Where containerd has directories of registries' hosts: from the newest place to the oldest. */
  private static final List<String> HOSTS =
      List.of(
          "plugins.io.containerd.transfer.v1.local.config_path",
          "plugins.io.containerd.cri.v1.images.registry.config_path",
          "plugins.io.containerd.grpc.v1.cri.registry.config_path");

  private final String file;
  private final Map<String, Object> values;
  private final Set<String> read = new HashSet<>(INDIFFERENT);

  private ConfigFile(String file, Map<String, Object> values) {
    this.file = file;
    this.values = values;
  }

  /**
   * Reads a file and those that its {@code imports} name, on top of a configuration; what comes
   * later wins.
   *
   * @throws IOException if one cannot be read
   */
  public static DaemonConfig load(Path file, DaemonConfig base, Consumer<String> warnings)
      throws IOException {
    DaemonConfig config = base;
    Deque<Path> pending = new ArrayDeque<>(List.of(file));
    Set<Path> seen = new HashSet<>();
    while (!pending.isEmpty()) {
      Path next = pending.remove().toAbsolutePath().normalize();
      if (seen.add(next)) {
        String text;
        try {
          text = Files.readString(next);
        } catch (NoSuchFileException e) {
          throw new IOException("failed to load configuration: open " + next + ": no such file", e);
        }
        config = read(next.toString(), text, config, warnings);
        pending.addAll(imports(next, parse(next.toString(), text)));
      }
    }
    return config;
  }

  /** The values by their keys, with the tables' names in front: {@code grpc.address}. */
  private static Map<String, Object> parse(String file, String text) {
    Map<String, Object> values = new LinkedHashMap<>();
    try {
      flatten("", Toml.parse(file, text), values);
    } catch (TomlException e) {
      throw new ConfigException(String.valueOf(e.getMessage()), e);
    }
    return values;
  }

  private static void flatten(String prefix, Map<?, ?> table, Map<String, Object> values) {
    table.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> inner) {
            flatten(prefix + key + ".", inner, values);
          } else {
            values.put(prefix + key, value);
          }
        });
  }

  private static List<Path> imports(Path file, Map<String, Object> values) throws IOException {
    if (!(values.get("imports") instanceof List<?> names)) {
      return List.of();
    }
    List<Path> files = new ArrayList<>();
    Path directory = file.resolveSibling("");
    for (Object name : names) {
      Path path = directory.resolve(name.toString());
      if (!name.toString().contains("*")) {
        files.add(path);
        continue;
      }
      Path in = path.getParent();
      if (in != null && Files.isDirectory(in)) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> matching =
            Files.newDirectoryStream(in, path.getFileName().toString())) {
          matching.forEach(found::add);
        }
        found.sort(null);
        files.addAll(found);
      }
    }
    return files;
  }

  /**
   * Reads a text on top of a configuration.
   *
   * @param file its name, for errors
   * @param warnings told of each key that says something and means nothing here
   * @throws ConfigException if it is not TOML, or a value cannot be
   */
  public static DaemonConfig read(
      String file, String text, DaemonConfig base, Consumer<String> warnings) {
    ConfigFile config = new ConfigFile(file, parse(file, text));
    DaemonConfig result = config.on(base);
    config.values.forEach(
        (key, value) -> {
          if (!config.read.contains(key) && !isEmpty(value)) {
            warnings.accept(file + ": unknown key " + key + " is ignored");
          }
        });
    return result;
  }

  private DaemonConfig on(DaemonConfig base) {
    int version = number("version", 2);
    if (version != 2 && version != 3) {
      throw new ConfigException(file + ": version must be 2 or 3, not " + version);
    }
    return new DaemonConfig(
        path("root", base.root()),
        path("state", base.state()),
        path("grpc.address", base.address()),
        number("grpc.uid", base.uid()),
        number("grpc.gid", base.gid()),
        path("ttrpc.address", base.ttrpcAddress()),
        new LogConfig(
            text("debug.level", base.log().level()), text("debug.format", base.log().format())),
        number("oom_score", base.oomScore()),
        text("cgroup.path", base.cgroup()),
        requiredPlugins(base.requiredPlugins()),
        gc(base.gc()),
        monitoring(base.monitoring()),
        duration(RESTART, duration(OLD_RESTART, base.restartInterval())),
        hosts(base.registryHosts()));
  }

  /** As in containerd, those of all files together. */
  private List<String> requiredPlugins(List<String> base) {
    read.add("required_plugins");
    List<String> all = new ArrayList<>(base);
    switch (values.getOrDefault("required_plugins", List.of())) {
      case List<?> names ->
          names.stream().map(Object::toString).filter(it -> !all.contains(it)).forEach(all::add);
      case Object other -> throw wrong("required_plugins", "a list", other);
    }
    for (String name : all) {
      if (!name.contains(".")) {
        throw new ConfigException(
            "invalid required plugin URI \"" + name + "\" expect io.containerd.x.vx");
      }
    }
    return all;
  }

  private List<Path> hosts(List<Path> base) {
    String given = "";
    for (String key : HOSTS) {
      String value = text(key, "");
      given = given.isEmpty() ? value : given;
    }
    return given.isEmpty()
        ? base
        : Stream.of(given.split(File.pathSeparator))
            .filter(it -> !it.isEmpty())
            .map(Path::of)
            .toList();
  }

  private MonitoringConfig monitoring(MonitoringConfig base) {
    String metrics = text("metrics.address", base.metrics().orElse(""));
    String debug = text("debug.address", base.debug().map(Path::toString).orElse(""));
    return new MonitoringConfig(
        Optional.of(metrics).filter(it -> !it.isEmpty()),
        bool("metrics.grpc_histogram", base.grpcHistogram()),
        Optional.of(debug).filter(it -> !it.isEmpty()).map(Path::of),
        number("debug.uid", base.debugUid()),
        number("debug.gid", base.debugGid()));
  }

  private boolean bool(String key, boolean otherwise) {
    read.add(key);
    return switch (values.getOrDefault(key, otherwise)) {
      case Boolean bool -> bool;
      case Object other -> throw wrong(key, "true or false", other);
    };
  }

  private GcConfig gc(GcConfig base) {
    return new GcConfig(
        real(GC + "pause_threshold", base.pauseThreshold()),
        number(GC + "deletion_threshold", base.deletionThreshold()),
        number(GC + "mutation_threshold", base.mutationThreshold()),
        duration(GC + "schedule_delay", base.scheduleDelay()),
        duration(GC + "startup_delay", base.startupDelay()));
  }

  private double real(String key, double otherwise) {
    read.add(key);
    return switch (values.getOrDefault(key, otherwise)) {
      case Double real -> real;
      case Long whole -> whole;
      case Object other -> throw wrong(key, "a number", other);
    };
  }

  private Duration duration(String key, Duration otherwise) {
    read.add(key);
    Object value = values.getOrDefault(key, GoDuration.format(otherwise));
    return GoDuration.parse(value.toString())
        .orElseThrow(() -> wrong(key, "a duration such as \"100ms\"", value));
  }

  // As in containerd, the empty string leaves the default.
  private Path path(String key, Path otherwise) {
    return Path.of(text(key, otherwise.toString()));
  }

  private String text(String key, String otherwise) {
    read.add(key);
    return switch (values.getOrDefault(key, otherwise)) {
      case String text -> text.isEmpty() ? otherwise : text;
      case Object other -> throw wrong(key, "a string", other);
    };
  }

  private int number(String key, int otherwise) {
    read.add(key);
    return switch (values.getOrDefault(key, (long) otherwise)) {
      case Long number when number.intValue() == number -> number.intValue();
      case Object other -> throw wrong(key, "a number", other);
    };
  }

  private ConfigException wrong(String key, String wanted, Object value) {
    return new ConfigException(file + ": " + key + " must be " + wanted + ", not " + value);
  }

  private static boolean isEmpty(Object value) {
    return value.equals("")
        || value.equals(0L)
        || value.equals(false)
        || (value instanceof List<?> list && list.isEmpty());
  }
}
