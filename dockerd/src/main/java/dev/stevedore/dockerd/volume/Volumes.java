package dev.stevedore.dockerd.volume;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.events.Events;
import dev.stevedore.dockerd.volume.plugin.PluginDriver;
import dev.stevedore.dockerd.volume.plugin.Plugins;
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

/**
 * All volumes, and the containers that refer to them. One thing is done at a time, but for what
 * plugins do: nobody waits for them who does not want their volumes.
 */
public final class Volumes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Volumes.class);

  private final VolumeStore store;
  private final LocalDriver driver;
  private final PluginVolumes plugins;
  private final Events events;
  private final Map<String, Volume> byName = new TreeMap<>();

  /** Containers that refer to a volume, running or not. */
  private final Map<String, Set<String>> references = new HashMap<>();

  /** For whom a volume is mounted. */
  private final Map<String, Set<String>> users = new HashMap<>();

  /**
   * Opens the volumes of a data root; directories without a row become volumes, too.
   *
   * @param plugins that keep volumes elsewhere
   */
  public Volumes(Path dataRoot, Events events, Plugins plugins) throws IOException {
    this.plugins = new PluginVolumes(plugins);
    this.store = new VolumeStore(dataRoot.resolve("volumes.db"));
    this.driver = new LocalDriver(dataRoot.resolve("volumes"));
    this.events = events;
    for (Volume volume : store.all()) {
      byName.put(volume.name(), volume);
      if (volume.isLocal()) {
        made(volume);
      }
    }
    for (String name : driver.names()) {
      if (!byName.containsKey(name)) {
        add(new Volume(name, LocalDriver.NAME, now(), Optional.empty(), Optional.empty()));
      }
    }
  }

  /**
   * What an earlier daemon made, and perhaps did not end; who needs the volume is told if it cannot
   * be had.
   */
  private void made(Volume volume) {
    try {
      driver.make(volume.name(), LocalOptions.of(volume.optionMap()));
    } catch (IOException e) {
      LOG.error("volume {}: {}", volume.name(), e.getMessage());
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
    List<String> all = new ArrayList<>(List.of(LocalDriver.NAME));
    all.addAll(plugins.names());
    return all;
  }

  /** The driver of a volume that is there; of one that is not yet, local. */
  public synchronized String driverOf(String name) {
    Volume volume = byName.get(name);
    return volume == null ? LocalDriver.NAME : volume.driver();
  }

  /**
   * All volumes, those of plugins too that nobody here has asked for yet.
   *
   * @param warnings where plugins are noted that do not answer
   */
  List<Volume> listed(List<String> warnings) {
    List<Volume> found = plugins.list(warnings);
    synchronized (this) {
      Map<String, Volume> all = new TreeMap<>(byName);
      found.forEach(volume -> all.putIfAbsent(volume.name(), volume));
      return List.copyOf(all.values());
    }
  }

  /** What a volume's plugin tells of it now; nothing of a local one. */
  Optional<PluginDriver.Told> told(Volume volume) {
    return volume.isLocal() ? Optional.empty() : plugins.told(volume);
  }

  /** Whether a volume is seen from other hosts, too: local or global. */
  String scope(Volume volume) {
    return volume.isLocal() ? "local" : plugins.scope(volume);
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

  /** Where a local volume's content is on the host, or would be. */
  public Path path(String name) {
    return driver.path(name);
  }

  /** Where a driver's volume will be mounted from; empty if only its plugin knows. */
  public String source(String name, String driverName) {
    return driverName.equals(LocalDriver.NAME) ? path(name).toString() : "";
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
  public Volume create(
      String name,
      String driverName,
      Optional<Map<String, String>> labels,
      Optional<Map<String, String>> options)
      throws IOException {
    String asked = driverName.isEmpty() ? driverOf(name) : driverName;
    Volume volume = new Volume(name, asked, now(), labels, options);
    if (!volume.isLocal() && there(name, driverName).isEmpty()) {
      plugins.create(volume);
    }
    synchronized (this) {
      Optional<Volume> there = there(name, driverName);
      if (there.isPresent()) {
        return there.get();
      }
      if (volume.isLocal()) {
        check(volume);
      }
      add(volume);
      if (volume.isLocal()) {
        driver.make(name, LocalOptions.of(volume.optionMap()));
      }
      publish("create", volume, Map.of());
      return volume;
    }
  }

  private synchronized Optional<Volume> there(String name, String driverName) {
    Volume there = byName.get(name);
    if (there != null && !driverName.isEmpty() && !driverName.equals(there.driver())) {
      throw new ApiException.Conflict(
          "create %s: driver '%s' already has volume '%s': volume name must be unique"
              .formatted(name, there.driver(), name));
    }
    return Optional.ofNullable(there);
  }

  private void check(Volume volume) throws IOException {
    try {
      LocalDriver.checkName(volume.name());
      driver.check(LocalOptions.of(volume.optionMap()));
    } catch (ApiException.BadParameter e) {
      throw new ApiException.BadParameter("create " + volume.name() + ": " + e.getMessage(), e);
    }
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
  public void remove(String name) throws IOException {
    remove(name, false);
  }

  /**
   * Removes a volume.
   *
   * @param force whether it is forgotten, too, if its plugin cannot remove it
   */
  void remove(String name, boolean force) throws IOException {
    Volume volume = free(name);
    if (!volume.isLocal()) {
      try {
        plugins.remove(volume);
      } catch (IOException | ApiException e) {
        if (!force) {
          throw e;
        }
        LOG.warn("volume {} is forgotten: {}", name, e.getMessage());
      }
    }
    synchronized (this) {
      free(name);
      if (volume.isLocal()) {
        driver.remove(name);
      }
      store.delete(name);
      byName.remove(name);
      publish("destroy", volume, Map.of());
    }
  }

  /** A volume that no container refers to. */
  private synchronized Volume free(String name) {
    Volume volume = find(name);
    Set<String> all = references.getOrDefault(name, Set.of());
    if (!all.isEmpty()) {
      throw new ApiException.Conflict(
          "remove " + name + ": volume is in use - [" + String.join(", ", all) + "]");
    }
    return volume;
  }

  /** Removes an anonymous volume whose container goes, unless others use it or it is gone. */
  public void removeIfUnused(String name) throws IOException {
    boolean unused;
    synchronized (this) {
      unused = byName.containsKey(name) && references(name) == 0;
    }
    if (unused) {
      remove(name);
    }
  }

  /**
   * Mounts a volume for a container, if it is one that has to be mounted.
   *
   * @param use for the event: the destination and so on; empty: no event
   * @return where its content is
   */
  public Path mount(String name, String container, Map<String, String> use) {
    Volume volume = find(name);
    Path path;
    try {
      path = volume.isLocal() ? mountLocal(volume, container) : mountRemote(volume, container);
    } catch (IOException e) {
      throw new ApiException.Internal(String.valueOf(e.getMessage()), e);
    }
    if (!use.isEmpty()) {
      Map<String, String> attributes = new HashMap<>(use);
      attributes.put("container", container);
      publish("mount", volume, attributes);
    }
    return path;
  }

  private synchronized Path mountLocal(Volume volume, String container) throws IOException {
    try {
      driver.mount(volume.name(), LocalOptions.of(volume.optionMap()));
    } catch (IOException e) {
      throw new IOException(
          "error while mounting volume '%s': %s".formatted(path(volume.name()), e.getMessage()), e);
    }
    users.computeIfAbsent(volume.name(), _ -> new TreeSet<>()).add(container);
    return path(volume.name());
  }

  /** A container that has it mounted twice is one user. */
  private Path mountRemote(Volume volume, String container) throws IOException {
    boolean first;
    synchronized (this) {
      first = users.computeIfAbsent(volume.name(), _ -> new TreeSet<>()).add(container);
    }
    try {
      return plugins.mount(volume, container, first);
    } catch (IOException | RuntimeException e) {
      synchronized (this) {
        users.getOrDefault(volume.name(), new TreeSet<>()).remove(container);
      }
      throw e;
    }
  }

  /** A container no longer needs a volume mounted. What cannot be unmounted is told in the log. */
  public synchronized void unmount(String name, String container, boolean told) {
    Set<String> all = users.get(name);
    Volume volume = byName.get(name);
    if (volume == null || all == null || !all.remove(container)) {
      return;
    }
    if (volume.isLocal()) {
      unmountIfUnused(volume);
    } else {
      plugins.unmount(volume, container);
    }
    if (told) {
      publish("unmount", volume, Map.of("container", container));
    }
  }

  private void unmountIfUnused(Volume volume) {
    try {
      if (volume.isLocal()
          && users.getOrDefault(volume.name(), Set.of()).isEmpty()
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

  /** The names of volumes that are mounted, but not for anybody. */
  public synchronized List<String> mountedForNobody() throws IOException {
    List<String> names = new ArrayList<>();
    for (Volume volume : byName.values()) {
      if (volume.isLocal()
          && users.getOrDefault(volume.name(), Set.of()).isEmpty()
          && LocalOptions.of(volume.optionMap()).mounts()
          && driver.isMounted(volume.name())) {
        names.add(volume.name());
      }
    }
    return names;
  }

  /** Whether a volume has no options and no plugin, so that its content is on this disk. */
  static boolean isPlain(Volume volume) {
    return volume.isLocal() && volume.optionMap().isEmpty();
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
