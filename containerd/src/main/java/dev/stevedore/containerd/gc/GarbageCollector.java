package dev.stevedore.containerd.gc;

import dev.stevedore.containerd.containers.ContainerStore;
import dev.stevedore.containerd.content.ContentStore;
import dev.stevedore.containerd.content.Ingests;
import dev.stevedore.containerd.gc.Marks.SnapshotKey;
import dev.stevedore.containerd.images.ImageStore;
import dev.stevedore.containerd.leases.LeaseStore;
import dev.stevedore.containerd.metadata.Database;
import dev.stevedore.containerd.namespaces.NamespaceStore;
import dev.stevedore.containerd.sandboxes.SandboxStore;
import dev.stevedore.containerd.snapshots.SnapshotStore;
import dev.stevedore.lib.containerdapi.content.Info;
import dev.stevedore.lib.containerdapi.leases.Lease;
import dev.stevedore.lib.containerdapi.leases.Resource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes blobs and snapshots that nothing leads to, as containerd does.
 *
 * <pre>
 *   roots:  images, containers, leases that have not expired, things labelled gc.root, or with a
 *           gc.expire that is still to come
 *   edges:  an image's target; a container's snapshot; what a lease holds; a snapshot's parent;
 *           labels gc.ref.content… and gc.ref.snapshot.…, but not of what a flat lease holds;
 *           the other way round, labels gc.bref.… name what a thing hangs on
 * </pre>
 *
 * Marking and forgetting are one transaction, so that nothing that is made meanwhile is lost; files
 * are deleted after it, outside. Ingests are garbage only if they could not be committed, under a
 * lease that is gone.
 */
public final class GarbageCollector {
  private static final Logger LOG = LoggerFactory.getLogger(GarbageCollector.class);
  private static final String ROOT = "containerd.io/gc.root";
  private static final String FLAT = "containerd.io/gc.flat";
  private static final String EXPIRE = "containerd.io/gc.expire";

  private final Database database;
  private final NamespaceStore namespaces;
  private final ImageStore images;
  private final ContainerStore containers;
  private final SandboxStore sandboxes;
  private final LeaseStore leases;
  private final ContentStore content;
  private final Ingests ingests;
  private final List<SnapshotStore> snapshots;
  private final ReentrantLock running = new ReentrantLock();

  /** Collects the garbage of these stores. */
  public GarbageCollector(
      Database database,
      NamespaceStore namespaces,
      ImageStore images,
      ContainerStore containers,
      SandboxStore sandboxes,
      LeaseStore leases,
      ContentStore content,
      Ingests ingests,
      List<SnapshotStore> snapshots) {
    this.database = database;
    this.namespaces = namespaces;
    this.images = images;
    this.containers = containers;
    this.sandboxes = sandboxes;
    this.leases = leases;
    this.content = content;
    this.ingests = ingests;
    this.snapshots = snapshots;
  }

  /**
   * Collects.
   *
   * @return how long everybody else had to wait for it
   */
  Duration collect() throws IOException {
    running.lock();
    try {
      long start = System.nanoTime();
      int removed = content.exclusively(() -> database.transaction(this::forget));
      Duration pause = Duration.ofNanos(System.nanoTime() - start);
      ingests.abortSpoilt(leases::has);
      if (removed > 0) {
        content.sweep();
        for (SnapshotStore store : snapshots) {
          store.sweep();
        }
        LOG.debug(
            "garbage collection: {} things in {} ms",
            removed,
            (System.nanoTime() - start) / 1_000_000);
      }
      return pause;
    } finally {
      running.unlock();
    }
  }

  private int forget() {
    int removed = 0;
    for (var namespace : namespaces.list()) {
      String name = namespace.getName();
      Marks marks = mark(name);
      removed += content.retain(name, marks.content);
      for (SnapshotStore store : snapshots) {
        Set<String> names =
            marks.snapshots.stream()
                .filter(key -> key.snapshotter().equals(store.name()))
                .map(SnapshotKey::name)
                .collect(Collectors.toSet());
        removed += store.retain(name, names);
      }
    }
    return removed;
  }

  private Marks mark(String namespace) {
    Map<String, Info> blobs =
        content.list(namespace).stream()
            .collect(Collectors.toMap(Info::getDigest, Function.identity()));
    Map<SnapshotKey, dev.stevedore.lib.containerdapi.snapshots.Info> infos = new HashMap<>();
    for (SnapshotStore store : snapshots) {
      store
          .list(namespace)
          .forEach(info -> infos.put(new SnapshotKey(store.name(), info.getName()), info));
    }
    Marks marks = new Marks(new Stored(blobs, infos));
    blobs
        .values()
        .forEach(
            info ->
                marks.backReferences(info.getLabelsMap(), () -> marks.content(info.getDigest())));
    infos.forEach(
        (key, info) -> marks.backReferences(info.getLabelsMap(), () -> marks.snapshot(key)));
    images
        .list(namespace)
        .forEach(
            image -> {
              marks.reached("image", image.getName());
              marks.content(image.getTarget().getDigest());
              marks.references(image.getLabelsMap());
            });
    containers
        .list(namespace)
        .forEach(
            container -> {
              marks.reached("container", container.getId());
              marks.snapshot(
                  new SnapshotKey(container.getSnapshotter(), container.getSnapshotKey()));
              marks.references(container.getLabelsMap());
            });
    sandboxes.list(namespace).forEach(sandbox -> marks.references(sandbox.getLabelsMap()));
    leases.list(namespace).forEach(lease -> markLease(namespace, lease, marks));
    blobs.values().stream()
        .filter(info -> isRoot(info.getLabelsMap()))
        .forEach(info -> marks.content(info.getDigest()));
    infos.forEach(
        (key, info) -> {
          if (isRoot(info.getLabelsMap())) {
            marks.snapshot(key);
          }
        });
    marks.run();
    return marks;
  }

  /** What the stores say about what refers to what. */
  private record Stored(
      Map<String, Info> blobs,
      Map<SnapshotKey, dev.stevedore.lib.containerdapi.snapshots.Info> snapshots)
      implements Marks.Follower {
    @Override
    public void followContent(String digest, Marks found) {
      Info info = blobs.get(digest);
      if (info != null) {
        found.references(info.getLabelsMap());
      }
    }

    @Override
    public String parentOf(SnapshotKey snapshot) {
      var info = snapshots.get(snapshot);
      return info == null ? "" : info.getParent();
    }

    @Override
    public void followSnapshot(SnapshotKey snapshot, Marks found) {
      var info = snapshots.get(snapshot);
      if (info != null) {
        found.references(info.getLabelsMap());
      }
    }
  }

  private void markLease(String namespace, Lease lease, Marks marks) {
    if (expiry(lease.getLabelsMap()).filter(Instant.now()::isAfter).isPresent()) {
      leases.delete(namespace, lease.getId());
      return;
    }
    boolean flat = lease.containsLabels(FLAT);
    for (Resource resource : leases.resources(namespace, lease.getId())) {
      String type = resource.getType();
      String id = resource.getId();
      if (type.equals(LeaseStore.CONTENT) && flat) {
        marks.flatContent(id);
      } else if (type.equals(LeaseStore.CONTENT)) {
        marks.content(id);
      } else if (type.startsWith(LeaseStore.SNAPSHOTS)) {
        SnapshotKey key = new SnapshotKey(type.substring(LeaseStore.SNAPSHOTS.length()), id);
        if (flat) {
          marks.flatSnapshot(key);
        } else {
          marks.snapshot(key);
        }
      }
      // Ingests are kept anyway.
    }
  }

  /** A time to expire makes a root of what is no lease, until then. */
  private static boolean isRoot(Map<String, String> labels) {
    return labels.containsKey(ROOT) || expiry(labels).filter(Instant.now()::isBefore).isPresent();
  }

  private static Optional<Instant> expiry(Map<String, String> labels) {
    String expire = labels.getOrDefault(EXPIRE, "");
    try {
      return expire.isEmpty()
          ? Optional.empty()
          : Optional.of(OffsetDateTime.parse(expire).toInstant());
    } catch (DateTimeParseException e) {
      LOG.warn("a label {} is no time: {}", EXPIRE, expire);
      return Optional.empty();
    }
  }
}
