package dev.stevedore.dockerd.volume.plugin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plugins that have answered. One is found when it is first asked for. */
public final class Plugins {
  private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);

  private final PluginDirectory directory;
  private final Map<String, PluginDriver> active = new ConcurrentHashMap<>();

  /** Finds plugins in a directory. */
  public Plugins(PluginDirectory directory) {
    this.directory = directory;
  }

  /** The names of those that have answered. */
  public List<String> names() {
    return active.keySet().stream().sorted().toList();
  }

  /**
   * A driver by its name; empty if there is no plugin of that name.
   *
   * @throws IOException if it cannot be reached, or is no driver
   */
  public Optional<PluginDriver> driver(String name) throws IOException {
    PluginDriver known = active.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<PluginAddress> address = directory.find(name);
    if (address.isEmpty()) {
      return Optional.empty();
    }
    PluginDriver driver = PluginDriver.activate(name, address.get());
    active.put(name, driver);
    return Optional.of(driver);
  }

  /** A volume and the name of its driver. */
  public record Found(String driver, PluginDriver.Told volume) {}

  /**
   * All volumes of all plugins, asked at the same time.
   *
   * @param warnings where plugins are noted that do not answer
   */
  public List<Found> list(List<String> warnings) {
    List<Found> all = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    active.forEach(
        (name, driver) -> threads.add(Thread.ofVirtual().start(() -> list(name, all, warnings))));
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return List.of();
      }
    }
    return all;
  }

  private void list(String name, List<Found> all, List<String> warnings) {
    PluginDriver driver = active.get(name);
    try {
      List<PluginDriver.Told> volumes = driver == null ? List.of() : driver.list();
      synchronized (all) {
        volumes.forEach(volume -> all.add(new Found(name, volume)));
      }
    } catch (IOException e) {
      LOG.warn("volumes of plugin {}: {}", name, e.getMessage());
      synchronized (all) {
        warnings.add("list " + name + ": " + e.getMessage());
      }
    }
  }

  /** The scope of an active driver's volumes; of others, local. */
  public String scope(String name) {
    PluginDriver driver = active.get(name);
    return driver == null ? "local" : driver.scope();
  }
}
