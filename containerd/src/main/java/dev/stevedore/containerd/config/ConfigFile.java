package dev.stevedore.containerd.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Reads config.toml. */
public final class ConfigFile {
  /** Keys that containerd has, and whose every value suits this one. */
  private static final Set<String> INDIFFERENT =
      Set.of(
          "disabled_plugins",
          "grpc.max_recv_message_size",
          "grpc.max_send_message_size",
          "ttrpc.uid",
          "ttrpc.gid");

  private static final String GC = "plugins.io.containerd.gc.v1.scheduler.";

  private final String file;
  private final Map<String, Object> values;
  private final Set<String> read = new HashSet<>(INDIFFERENT);

  private ConfigFile(String file, Map<String, Object> values) {
    this.file = file;
    this.values = values;
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
    ConfigFile config = new ConfigFile(file, Toml.parse(file, text));
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
        text("debug.level", base.logLevel()),
        number("oom_score", base.oomScore()),
        gc(base.gc()));
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
    Object value = values.getOrDefault(key, Durations.format(otherwise));
    return Durations.parse(value.toString())
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
