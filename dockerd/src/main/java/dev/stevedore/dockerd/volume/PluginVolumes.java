package dev.stevedore.dockerd.volume;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.volume.plugin.PluginDriver;
import dev.stevedore.dockerd.volume.plugin.Plugins;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What plugins do for volumes. The calls for one volume are made one after the other, in the order
 * they are asked for: an unmount that nobody waits for is still before the mount that follows it.
 */
final class PluginVolumes {
  private static final Logger LOG = LoggerFactory.getLogger(PluginVolumes.class);

  private final Plugins plugins;
  private final Executor threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("volume-plugin").factory());

  /** The last call asked for, by volume. */
  private final Map<String, CompletableFuture<?>> turns = new HashMap<>();

  /** Where volumes are mounted now. */
  private final Map<String, Path> mounted = new ConcurrentHashMap<>();

  PluginVolumes(Plugins plugins) {
    this.plugins = plugins;
  }

  @FunctionalInterface
  private interface Call<T> {
    T make() throws IOException;
  }

  private <T> CompletableFuture<T> inTurn(String volume, Call<T> call) {
    synchronized (turns) {
      CompletableFuture<?> before =
          turns.getOrDefault(volume, CompletableFuture.completedFuture(volume));
      CompletableFuture<T> turn =
          before
              .handle((_, _) -> volume)
              .thenApplyAsync(
                  _ -> {
                    try {
                      return call.make();
                    } catch (IOException e) {
                      throw new CompletionException(e);
                    }
                  },
                  threads);
      turns.put(volume, turn);
      return turn;
    }
  }

  private static <T> T await(CompletableFuture<T> turn) throws IOException {
    try {
      return turn.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      if (e.getCause() instanceof RuntimeException failed) {
        throw failed;
      }
      throw e;
    }
  }

  List<String> names() {
    return plugins.names();
  }

  private PluginDriver driver(String action, Volume volume) {
    String name = volume.driver();
    String failed =
        "%s %s: error looking up volume plugin %s: ".formatted(action, volume.name(), name);
    try {
      Optional<PluginDriver> driver = plugins.driver(name);
      if (driver.isEmpty()) {
        throw new ApiException.NotFound(failed + "plugin \"" + name + "\" not found");
      }
      return driver.get();
    } catch (IOException e) {
      throw new ApiException.Internal(failed + e.getMessage(), e);
    }
  }

  /** Makes a volume, unless the plugin has one of that name. */
  void create(Volume volume) throws IOException {
    await(
        inTurn(
            volume.name(),
            () -> {
              PluginDriver driver = driver("create", volume);
              if (driver.get(volume.name()).isEmpty()) {
                telling(
                    "create " + volume.name(),
                    () -> driver.create(volume.name(), volume.optionMap()));
              }
              return volume;
            }));
  }

  @FunctionalInterface
  private interface Deed {
    void run() throws IOException;
  }

  private static void telling(String what, Deed deed) throws IOException {
    try {
      deed.run();
    } catch (IOException e) {
      throw new IOException(what + ": " + e.getMessage(), e);
    }
  }

  void remove(Volume volume) throws IOException {
    await(
        inTurn(
            volume.name(),
            () -> {
              PluginDriver driver = driver("remove", volume);
              telling("remove " + volume.name(), () -> driver.remove(volume.name()));
              return volume;
            }));
  }

  /**
   * Mounts a volume.
   *
   * @param first whether it is not mounted for this user yet
   * @return where
   */
  Path mount(Volume volume, String user, boolean first) throws IOException {
    return await(
        inTurn(
            volume.name(),
            () -> {
              Path known = mounted.get(volume.name());
              if (!first && known != null) {
                return known;
              }
              PluginDriver driver = driver("get", volume);
              String failed = "error while mounting volume '" + known(known) + "': ";
              String text;
              try {
                text = first ? driver.mount(volume.name(), user) : driver.path(volume.name());
              } catch (IOException e) {
                throw new IOException(failed + volume.driver() + ": " + e.getMessage(), e);
              }
              Path path = Path.of(text);
              if (!path.isAbsolute()) {
                throw new IOException(
                    failed + "plugin " + volume.driver() + " mounted it at \"" + text + "\"");
              }
              mounted.put(volume.name(), path);
              return path;
            }));
  }

  private static String known(@org.jspecify.annotations.Nullable Path path) {
    return path == null ? "" : path.toString();
  }

  /** Takes a mount back, soon. */
  void unmount(Volume volume, String user) {
    var _ =
        inTurn(
            volume.name(),
            () -> {
              try {
                driver("unmount", volume).unmount(volume.name(), user);
              } catch (IOException | ApiException e) {
                LOG.error("unmount of volume {} for {}: {}", volume.name(), user, e.getMessage());
              }
              return volume;
            });
  }

  /** What the plugin tells of a volume now; nothing if it does not answer. */
  Optional<PluginDriver.Told> told(Volume volume) {
    try {
      return driver("get", volume).get(volume.name());
    } catch (IOException | ApiException e) {
      LOG.warn("volume {}: {}", volume.name(), e.getMessage());
      return Optional.empty();
    }
  }

  /** The volumes that plugins have. */
  List<Volume> list(List<String> warnings) {
    return plugins.list(warnings).stream()
        .map(
            found ->
                new Volume(
                    found.volume().name(),
                    found.driver(),
                    instant(found.volume().created()),
                    Optional.empty(),
                    Optional.empty()))
        .toList();
  }

  private static Instant instant(String text) {
    try {
      return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }

  /** The scope that its plugin has told; local if it has not been asked yet. */
  String scope(Volume volume) {
    return plugins.scope(volume.driver());
  }
}
