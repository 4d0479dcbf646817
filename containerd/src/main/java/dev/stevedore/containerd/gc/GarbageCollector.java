package dev.stevedore.containerd.gc;

import dev.stevedore.containerd.containers.ContainerStore;
import dev.stevedore.containerd.content.ContentStore;
import dev.stevedore.containerd.images.ImageStore;
import dev.stevedore.containerd.leases.LeaseStore;
import dev.stevedore.containerd.metadata.Database;
import dev.stevedore.containerd.namespaces.NamespaceStore;
import dev.stevedore.containerd.snapshots.SnapshotStore;
import dev.stevedore.lib.containerdapi.content.Info;
import dev.stevedore.lib.containerdapi.leases.Lease;
import dev.stevedore.lib.containerdapi.leases.Resource;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes blobs and snapshots that nothing leads to, as containerd does.
 *
 * <pre>
 *   roots:  images, containers, leases that have not expired, things labelled gc.root
 *   edges:  an image's target; a container's snapshot; what a lease holds; a snapshot's parent;
 *           labels gc.ref.content… and gc.ref.snapshot.…
 * </pre>
 *
 * Marking and forgetting are one transaction, so that nothing that is made meanwhile is lost; files
 * are deleted after it, outside. Ingests are never garbage.
 */
public final class GarbageCollector {
  private static final Logger LOG = LoggerFactory.getLogger(GarbageCollector.class);
  private static final String ROOT = "containerd.io/gc.root";
  private static final String EXPIRE = "containerd.io/gc.expire";

  /** How long to wait for further deletions, so that one run does for all. */
  private static final long DELAY_MILLIS = 500;

  private final Database database;
  private final NamespaceStore namespaces;
  private final ImageStore images;
  private final ContainerStore containers;
  private final LeaseStore leases;
  private final ContentStore content;
  private final SnapshotStore snapshots;
  private final ReentrantLock running = new ReentrantLock();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  /** Collects the garbage of these stores. */
  public GarbageCollector(
      Database database,
      NamespaceStore namespaces,
      ImageStore images,
      ContainerStore containers,
      LeaseStore leases,
      ContentStore content,
      SnapshotStore snapshots) {
    this.database = database;
    this.namespaces = namespaces;
    this.images = images;
    this.containers = containers;
    this.leases = leases;
    this.content = content;
    this.snapshots = snapshots;
  }

  /** To be called when something was deleted; waits for the collection only if told to. */
  public void afterDeletion(boolean now) throws IOException {
    if (now) {
      collect();
    } else if (scheduled.compareAndSet(false, true)) {
      Thread.ofVirtual().name("gc").start(this::collectLater);
    }
  }

  private void collectLater() {
    try {
      Thread.sleep(DELAY_MILLIS);
      scheduled.set(false);
      collect();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      LOG.warn("garbage collection", e);
    }
  }

  /** Collects. */
  public void collect() throws IOException {
    running.lock();
    try {
      long start = System.nanoTime();
      int removed = content.exclusively(() -> database.transaction(this::forget));
      if (removed > 0) {
        content.sweep();
        snapshots.sweep();
        LOG.debug(
            "garbage collection: {} things in {} ms",
            removed,
            (System.nanoTime() - start) / 1_000_000);
      }
    } finally {
      running.unlock();
    }
  }

  private int forget() {
    int removed = 0;
    for (var namespace : namespaces.list()) {
      String name = namespace.getName();
      Marks marks = mark(name);
      removed += content.retain(name, marks.content) + snapshots.retain(name, marks.snapshots);
    }
    return removed;
  }

  private Marks mark(String namespace) {
    Map<String, Info> blobs =
        content.list(namespace).stream()
            .collect(Collectors.toMap(Info::getDigest, Function.identity()));
    var infos =
        snapshots.list(namespace).stream()
            .collect(
                Collectors.toMap(
                    dev.stevedore.lib.containerdapi.snapshots.Info::getName, Function.identity()));
    Marks marks =
        new Marks(
            SnapshotStore.NAME,
            new Marks.Follower() {
              @Override
              public void followContent(String digest, Marks found) {
                Info info = blobs.get(digest);
                if (info != null) {
                  found.references(info.getLabelsMap());
                }
              }

              @Override
              public void followSnapshot(String name, Marks found) {
                var info = infos.get(name);
                if (info != null) {
                  found.snapshot(info.getParent());
                  found.references(info.getLabelsMap());
                }
              }
            });
    images
        .list(namespace)
        .forEach(
            image -> {
              marks.content(image.getTarget().getDigest());
              marks.references(image.getLabelsMap());
            });
    containers
        .list(namespace)
        .forEach(
            container -> {
              if (container.getSnapshotter().equals(SnapshotStore.NAME)) {
                marks.snapshot(container.getSnapshotKey());
              }
              marks.references(container.getLabelsMap());
            });
    leases.list(namespace).forEach(lease -> markLease(namespace, lease, marks));
    blobs.values().stream()
        .filter(info -> info.containsLabels(ROOT))
        .forEach(info -> marks.content(info.getDigest()));
    infos.values().stream()
        .filter(info -> info.containsLabels(ROOT))
        .forEach(info -> marks.snapshot(info.getName()));
    marks.run();
    return marks;
  }

  private void markLease(String namespace, Lease lease, Marks marks) {
    if (hasExpired(lease)) {
      leases.delete(namespace, lease.getId());
      return;
    }
    marks.references(lease.getLabelsMap());
    for (Resource resource : leases.resources(namespace, lease.getId())) {
      switch (resource.getType()) {
        case LeaseStore.CONTENT -> marks.content(resource.getId());
        case LeaseStore.SNAPSHOTS + SnapshotStore.NAME -> marks.snapshot(resource.getId());
        default -> {
          // Ingests, which are kept anyway, and snapshots of others.
        }
      }
    }
  }

  private static boolean hasExpired(Lease lease) {
    String expire = lease.getLabelsOrDefault(EXPIRE, "");
    try {
      return !expire.isEmpty()
          && java.time.OffsetDateTime.parse(expire).toInstant().isBefore(Instant.now());
    } catch (DateTimeParseException e) {
      LOG.warn("lease {} has a label {} that is no time: {}", lease.getId(), EXPIRE, expire);
      return false;
    }
  }
}
