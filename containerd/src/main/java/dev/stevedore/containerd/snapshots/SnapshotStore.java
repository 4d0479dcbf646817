package dev.stevedore.containerd.snapshots;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.metadata.Database;
import dev.stevedore.containerd.metadata.FieldMasks;
import dev.stevedore.containerd.metadata.Labels;
import dev.stevedore.containerd.metadata.Times;
import dev.stevedore.lib.containerdapi.snapshots.Info;
import dev.stevedore.lib.containerdapi.snapshots.Kind;
import dev.stevedore.lib.containerdapi.snapshots.UpdateSnapshotRequest;
import dev.stevedore.lib.containerdapi.types.Mount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots of overlayfs. A snapshot in the database has its directories: they are made before
 * it is noted, and deleted after it is forgotten.
 */
public final class SnapshotStore {
  /** The snapshotter's name. */
  public static final String NAME = "overlayfs";

  private static final String TARGET_LABEL = "containerd.io/snapshot.ref";
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotStore.class);

  private final Database database;
  private final SnapshotTable table;
  private final OverlayDirectories directories;

  /** Held while directories are deleted: by one thread at a time. */
  private final ReentrantLock deleting = new ReentrantLock();

  /** The snapshots in a directory, and what the database says about them. */
  public SnapshotStore(Database database, Path root) throws IOException {
    this.database = database;
    this.table = new SnapshotTable(database, NAME);
    this.directories = new OverlayDirectories(root);
  }

  /** Makes a snapshot of a kind on top of a parent; gives its mounts. */
  List<Mount> create(
      Kind kind, String namespace, String key, String parentName, Map<String, String> labels) {
    Labels.validate(labels);
    if (key.isEmpty()) {
      throw Failure.invalidArgument("snapshot key must not be empty");
    }
    String target = labels.getOrDefault(TARGET_LABEL, "");
    return database.transaction(
        () -> {
          if (!target.isEmpty()
              && table.find(namespace, target).filter(SnapshotTable::isCommitted).isPresent()) {
            throw Failure.alreadyExists("target snapshot \"" + target + "\"");
          }
          if (table.find(namespace, key).isPresent()) {
            throw Failure.alreadyExists("snapshot \"" + key + "\"");
          }
          Optional<Snapshot> parent = parent(namespace, parentName);
          var now = Times.now();
          Info info =
              Info.newBuilder()
                  .setName(key)
                  .setParent(parentName)
                  .setKind(kind)
                  .setCreatedAt(now)
                  .setUpdatedAt(now)
                  .putAllLabels(labels)
                  .build();
          OptionalLong below =
              parent.isPresent() ? OptionalLong.of(parent.get().number()) : OptionalLong.empty();
          long number = table.insert(namespace, info, below);
          Snapshot snapshot = new Snapshot(number, below, Usage.NONE, info);
          try {
            directories.create(number, kind, parent);
          } catch (IOException e) {
            throw new UncheckedIOException("snapshot " + key + ": " + e.getMessage(), e);
          }
          return directories.mounts(snapshot, table.ancestors(snapshot));
        });
  }

  private Optional<Snapshot> parent(String namespace, String name) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Snapshot parent =
        table
            .find(namespace, name)
            .orElseThrow(() -> Failure.notFound("parent snapshot " + name + " does not exist"));
    if (!SnapshotTable.isCommitted(parent)) {
      throw Failure.invalidArgument("parent \"" + name + "\" is not committed snapshot");
    }
    return Optional.of(parent);
  }

  List<Mount> mounts(String namespace, String key) {
    return database.transaction(
        () -> {
          Snapshot snapshot = table.get(namespace, key);
          if (SnapshotTable.isCommitted(snapshot)) {
            throw Failure.failedPrecondition("requested snapshot " + key + " not active or view");
          }
          return directories.mounts(snapshot, table.ancestors(snapshot));
        });
  }

  void commit(String namespace, String name, String key, Map<String, String> labels)
      throws IOException {
    Labels.validate(labels);
    Snapshot active = table.get(namespace, key);
    // Counting takes long, so it is done before the transaction.
    Usage usage = Usage.of(directories.files(active.number()));
    database.transaction(
        () -> {
          Snapshot snapshot = table.get(namespace, key);
          if (snapshot.kind() != Kind.ACTIVE) {
            throw Failure.failedPrecondition("snapshot \"" + key + "\" is not active");
          }
          if (table.find(namespace, name).isPresent()) {
            throw Failure.alreadyExists("committed snapshot " + name);
          }
          var now = Times.now();
          Info info =
              snapshot.info().toBuilder()
                  .setName(name)
                  .setKind(Kind.COMMITTED)
                  .setCreatedAt(now)
                  .setUpdatedAt(now)
                  .clearLabels()
                  .putAllLabels(labels)
                  .build();
          table.replace(snapshot.number(), info, usage);
          return true;
        });
  }

  void remove(String namespace, String key) {
    database.transaction(
        () -> {
          Snapshot snapshot = table.get(namespace, key);
          if (table.hasChildren(snapshot.number())) {
            throw Failure.failedPrecondition("cannot remove snapshot with child");
          }
          table.delete(snapshot.number());
          return snapshot;
        });
    sweepLater();
  }

  Info stat(String namespace, String key) {
    return table.get(namespace, key).info();
  }

  /** All snapshots of a namespace. */
  public List<Info> list(String namespace) {
    return table.list(namespace).stream().map(Snapshot::info).toList();
  }

  Info update(String namespace, UpdateSnapshotRequest request) {
    return database.transaction(
        () -> {
          Snapshot snapshot = table.get(namespace, request.getInfo().getName());
          Map<String, String> labels = new HashMap<>(snapshot.info().getLabelsMap());
          FieldMasks.updateLabels(
              request.getUpdateMask(),
              labels,
              request.getInfo().getLabelsMap(),
              "snapshot \"" + request.getInfo().getName() + "\"");
          Info info =
              snapshot.info().toBuilder()
                  .clearLabels()
                  .putAllLabels(labels)
                  .setUpdatedAt(Times.now())
                  .build();
          table.replace(snapshot.number(), info, snapshot.usage());
          return info;
        });
  }

  Usage usage(String namespace, String key) throws IOException {
    Snapshot snapshot = table.get(namespace, key);
    return SnapshotTable.isCommitted(snapshot)
        ? snapshot.usage()
        : Usage.of(directories.files(snapshot.number()));
  }

  /**
   * Removes the rows of a namespace's snapshots that are not in the set, as part of a transaction;
   * {@link #sweep} removes the directories once it is committed. The set has the parents of what is
   * in it.
   *
   * @return how many
   */
  public int retain(String namespace, Set<String> names) {
    List<Snapshot> garbage =
        table.list(namespace).stream()
            .filter(snapshot -> !names.contains(snapshot.info().getName()))
            // A snapshot is younger than its parent.
            .sorted(Comparator.comparingLong(Snapshot::number).reversed())
            .toList();
    garbage.forEach(snapshot -> table.delete(snapshot.number()));
    return garbage.size();
  }

  /** Deletes the directories that no snapshot has. */
  public void sweep() throws IOException {
    deleting.lock();
    try {
      database.transaction(
          () -> {
            try {
              directories.retain(table.numbers());
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            return true;
          });
      directories.deleteRemoved();
    } finally {
      deleting.unlock();
    }
  }

  /**
   * Deletes in the background, so that removing a big snapshot takes no longer than a small one.
   */
  private void sweepLater() {
    Thread.ofVirtual()
        .name("snapshot-delete")
        .start(
            () -> {
              try {
                sweep();
              } catch (IOException | UncheckedIOException e) {
                LOG.warn("deleting snapshots: {}", e.getMessage());
              }
            });
  }
}
