package dev.stevedore.dockerd.volume;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.events.Events;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All volumes, and the containers that refer to them. One thing is done at a time. */
public final class Volumes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Volumes.class);

  private final VolumeStore store;
  private final LocalDriver driver;
  private final Events events;
  private final Map<String, Volume> byName = new TreeMap<>();

  /** Containers that refer to a volume, running or not. */
  private final Map<String, Set<String>> references = new HashMap<>();

  /** For whom a volume is mounted. */
  private final Map<String, Set<String>> users = new HashMap<>();

  /** Opens the volumes of a data root; directories without a row become volumes, too. */
  public Volumes(Path dataRoot, Events events) throws IOException {
    this.store = new VolumeStore(dataRoot.resolve("volumes.db"));
    this.driver = new LocalDriver(dataRoot.resolve("volumes"));
    this.events = events;
    for (Volume volume : store.all()) {
      byName.put(volume.name(), volume);
      driver.make(volume.name());
    }
    for (String name : driver.names()) {
      if (!byName.containsKey(name)) {
        add(new Volume(name, LocalDriver.NAME, now(), Optional.empty(), Optional.empty()));
      }
    }
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }

  private void add(Volume volume) {
    store.put(volume);
    byName.put(volume.name(), volume);
  }

  /** The names of the drivers there are. */
  public List<String> drivers() {
    return List.of(LocalDriver.NAME);
  }

  /** All volumes, by name. */
  public synchronized List<Volume> all() {
    return List.copyOf(byName.values());
  }

  /**
   * Finds a volume.
   *
   * @throws ApiException.NotFound with Docker's text
   */
  public synchronized Volume find(String name) {
    Volume volume = byName.get(name);
    if (volume == null) {
      throw new ApiException.NotFound("get " + name + ": no such volume");
    }
    return volume;
  }

  /** Where a volume's content is on the host. */
  public Path path(String name) {
    return driver.path(name);
  }

  /** How many containers refer to a volume. */
  public synchronized int references(String name) {
    return references.getOrDefault(name, Set.of()).size();
  }

  /**
   * Makes a volume, or finds the one that has the name.
   *
   * @param driverName empty: the one it has, or local
   * @throws ApiException with Docker's texts
   */
  public synchronized Volume create(
      String name,
      String driverName,
      Optional<Map<String, String>> labels,
      Optional<Map<String, String>> options)
      throws IOException {
    if (!driverName.isEmpty() && !driverName.equals(LocalDriver.NAME)) {
      throw new ApiException.NotFound(
          "create %s: error looking up volume plugin %s: plugin \"%s\" not found"
              .formatted(name, driverName, driverName));
    }
    Volume there = byName.get(name);
    if (there != null) {
      return there;
    }
    try {
      LocalDriver.checkName(name);
      LocalOptions.of(options.orElse(Map.of()));
    } catch (ApiException.BadParameter e) {
      throw new ApiException.BadParameter("create " + name + ": " + e.getMessage(), e);
    }
    Volume volume = new Volume(name, LocalDriver.NAME, now(), labels, options);
    add(volume);
    driver.make(name);
    publish("create", volume, Map.of());
    return volume;
  }

  private void publish(String action, Volume volume, Map<String, String> more) {
    Map<String, String> attributes = new HashMap<>(more);
    attributes.put("driver", volume.driver());
    events.publish("volume", action, volume.name(), attributes);
  }

  /** A container refers to a volume, which then cannot be removed. */
  public synchronized void acquire(String name, String container) {
    references.computeIfAbsent(name, _ -> new TreeSet<>()).add(container);
  }

  /** A container no longer refers to a volume. */
  public synchronized void release(String name, String container) {
    Set<String> all = references.get(name);
    if (all != null) {
      all.remove(container);
    }
  }

  /**
   * Removes a volume.
   *
   * @throws ApiException.Conflict with Docker's text, if a container refers to it
   */
  public synchronized void remove(String name) throws IOException {
    Volume volume = find(name);
    Set<String> all = references.getOrDefault(name, Set.of());
    if (!all.isEmpty()) {
      throw new ApiException.Conflict(
          "remove " + name + ": volume is in use - [" + String.join(", ", all) + "]");
    }
    driver.remove(name);
    store.delete(name);
    byName.remove(name);
    publish("destroy", volume, Map.of());
  }

  /** Removes an anonymous volume whose container goes, unless others use it or it is gone. */
  public synchronized void removeIfUnused(String name) throws IOException {
    if (byName.containsKey(name) && references(name) == 0) {
      remove(name);
    }
  }

  /**
   * Mounts a volume for a container, if it is one that has to be mounted.
   *
   * @param use for the event: the destination and so on; empty: no event
   * @return where its content is
   */
  public synchronized Path mount(String name, String container, Map<String, String> use)
      throws IOException {
    Volume volume = find(name);
    try {
      driver.mount(name, LocalOptions.of(volume.optionMap()));
    } catch (IOException e) {
      throw new IOException(
          "error while mounting volume '%s': %s".formatted(path(name), e.getMessage()), e);
    }
    users.computeIfAbsent(name, _ -> new TreeSet<>()).add(container);
    if (!use.isEmpty()) {
      Map<String, String> attributes = new HashMap<>(use);
      attributes.put("container", container);
      publish("mount", volume, attributes);
    }
    return path(name);
  }

  /** A container no longer needs a volume mounted. What cannot be unmounted is told in the log. */
  public synchronized void unmount(String name, String container, boolean told) {
    Set<String> all = users.get(name);
    Volume volume = byName.get(name);
    if (volume == null || all == null || !all.remove(container)) {
      return;
    }
    unmountIfUnused(volume);
    if (told) {
      publish("unmount", volume, Map.of("container", container));
    }
  }

  private void unmountIfUnused(Volume volume) {
    try {
      if (users.getOrDefault(volume.name(), Set.of()).isEmpty()
          && LocalOptions.of(volume.optionMap()).mounts()) {
        driver.unmount(volume.name());
      }
    } catch (IOException e) {
      LOG.error("{}", e.getMessage());
    }
  }

  /** A container that an earlier daemon started uses a volume. */
  public synchronized void inUse(String name, String container) {
    users.computeIfAbsent(name, _ -> new TreeSet<>()).add(container);
  }

  /** Unmounts what an earlier daemon mounted and nobody uses; call it once all users are known. */
  public synchronized void unmountUnused() {
    new ArrayList<>(byName.values()).forEach(this::unmountIfUnused);
  }

  /** Whether a volume has options, so that its content may be elsewhere than on this disk. */
  static boolean isPlain(Volume volume) {
    return volume.optionMap().isEmpty();
  }

  /** Volumes of some kind that no container refers to. */
  synchronized Collection<Volume> unused() {
    return byName.values().stream().filter(v -> references(v.name()) == 0).toList();
  }

  @Override
  public void close() {
    store.close();
  }
}
