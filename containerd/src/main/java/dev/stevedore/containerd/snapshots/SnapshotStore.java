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
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The snapshots of one snapshotter. A snapshot in the database has its directories: they are made
 * before it is noted, and deleted after it is forgotten.
 */
public final class SnapshotStore {
  /** The snapshotter whose snapshots are layers of overlayfs. */
  public static final String OVERLAYFS = "overlayfs";

  /** The snapshotter whose snapshots are whole trees. */
  public static final String NATIVE = "native";

  private static final String TARGET_LABEL = "containerd.io/snapshot.ref";

  private final Database database;
  private final SnapshotTable table;
  private final String name;
  private final SnapshotDirectories directories;
  private final Usages usages;

  /** Held while directories are deleted: by one thread at a time. */
  private final ReentrantLock deleting = new ReentrantLock();

  private SnapshotStore(Database database, String name, SnapshotDirectories directories) {
    this.database = database;
    this.name = name;
    this.table = new SnapshotTable(database, name);
    this.directories = directories;
    this.usages = new Usages(table, directories);
  }

  /** The layers in a directory, and what the database says about them. */
  public static SnapshotStore overlayfs(Database database, Path root) throws IOException {
    return new SnapshotStore(database, OVERLAYFS, new OverlayDirectories(root));
  }

  /** The trees in a directory, and what the database says about them. */
  public static SnapshotStore whole(Database database, Path root) throws IOException {
    return new SnapshotStore(database, NATIVE, new NativeDirectories(root));
  }

  /** The snapshotter's name. */
  public String name() {
    return name;
  }

  /** What the snapshotter can do beyond what all can. */
  public List<String> capabilities() throws IOException {
    return directories.capabilities();
  }

  /** Makes a snapshot of a kind on top of a parent; gives its mounts. */
  List<Mount> create(
      Kind kind, String namespace, String key, String parentName, Map<String, String> labels)
      throws IOException {
    Labels.validate(labels);
    if (key.isEmpty()) {
      throw Failure.invalidArgument("snapshot key must not be empty");
    }
    String target = labels.getOrDefault(TARGET_LABEL, "");
    Optional<Snapshot> below = database.transaction(() -> free(namespace, key, target, parentName));
    Optional<Path> staged = directories.stage(kind, below);
    boolean made = false;
    try {
      List<Mount> mounts =
          database.transaction(
              () -> {
                Optional<Snapshot> parent = free(namespace, key, target, parentName);
                if (!parent.map(Snapshot::number).equals(below.map(Snapshot::number))) {
                  throw Failure.unavailable("parent snapshot " + parentName + " was replaced");
                }
                Info info = newInfo(kind, key, parentName, labels);
                return make(namespace, info, parent, staged);
              });
      made = true;
      return mounts;
    } finally {
      if (!made && staged.isPresent()) {
        directories.root().remove(staged.get());
        Background.run("delete", this::sweep);
      }
    }
  }

  /** The parent of a snapshot that is to be made, if it can be. */
  private Optional<Snapshot> free(String namespace, String key, String target, String parentName) {
    if (!target.isEmpty()
        && table.find(namespace, target).filter(SnapshotTable::isCommitted).isPresent()) {
      throw Failure.alreadyExists("target snapshot \"" + target + "\"");
    }
    if (table.find(namespace, key).isPresent()) {
      throw Failure.alreadyExists("snapshot \"" + key + "\"");
    }
    return parent(namespace, parentName);
  }

  private static Info newInfo(Kind kind, String key, String parent, Map<String, String> labels) {
    var now = Times.now();
    return Info.newBuilder()
        .setName(key)
        .setParent(parent)
        .setKind(kind)
        .setCreatedAt(now)
        .setUpdatedAt(now)
        .putAllLabels(labels)
        .build();
  }

  private List<Mount> make(
      String namespace, Info info, Optional<Snapshot> parent, Optional<Path> staged)
      throws SQLException {
    OptionalLong below =
        parent.isPresent() ? OptionalLong.of(parent.get().number()) : OptionalLong.empty();
    long number = table.insert(namespace, info, below);
    try {
      directories.create(number, info, parent, staged);
    } catch (IOException e) {
      throw new UncheckedIOException("snapshot " + info.getName() + ": " + e.getMessage(), e);
    }
    Snapshot snapshot = new Snapshot(number, below, Usage.NONE, info);
    return directories.mounts(snapshot, table.ancestors(snapshot));
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

  /**
   * Commits a snapshot.
   *
   * @param parentName what it is on top of, if it was made on top of nothing (containerd 2: layers
   *     of an image are unpacked at the same time so); empty leaves it as it is
   */
  void commit(
      String namespace, String name, String key, String parentName, Map<String, String> labels)
      throws IOException {
    Labels.validate(labels);
    requireFree(namespace, name);
    Snapshot active = table.get(namespace, key);
    Optional<Snapshot> below = newParent(namespace, active, parentName);
    if (below.isPresent()) {
      directories.rebase(active.number(), below.get(), table.ancestors(below.get()));
    }
    database.transaction(
        () -> {
          Snapshot snapshot = table.get(namespace, key);
          if (snapshot.kind() != Kind.ACTIVE) {
            throw Failure.failedPrecondition("snapshot \"" + key + "\" is not active");
          }
          requireFree(namespace, name);
          Optional<Snapshot> parent = newParent(namespace, snapshot, parentName);
          if (!parent.map(Snapshot::number).equals(below.map(Snapshot::number))) {
            throw Failure.unavailable("parent snapshot " + parentName + " was replaced");
          }
          var now = Times.now();
          Info.Builder info =
              snapshot.info().toBuilder()
                  .setName(name)
                  .setKind(Kind.COMMITTED)
                  .setCreatedAt(now)
                  .setUpdatedAt(now)
                  .clearLabels()
                  .putAllLabels(labels);
          if (parent.isPresent()) {
            info.setParent(parentName);
            table.setParent(snapshot.number(), parent.get().number());
          }
          table.replace(snapshot.number(), info.build(), Usage.NONE);
          return true;
        });
    usages.countLater(active.number());
  }

  /** The parent that a snapshot gets when it is committed; empty if none is asked for. */
  private Optional<Snapshot> newParent(String namespace, Snapshot active, String name) {
    String present = active.info().getParent();
    if (name.isEmpty() || present.equals(name)) {
      return Optional.empty();
    }
    if (!present.isEmpty()) {
      throw Failure.invalidArgument(
          "cannot change parent of active snapshot \"" + active.info().getName() + "\" on commit");
    }
    return parent(namespace, name);
  }

  private void requireFree(String namespace, String name) {
    if (table.find(namespace, name).isPresent()) {
      throw Failure.alreadyExists("snapshot \"" + name + "\"");
    }
  }

  void remove(String namespace, String key) {
    Snapshot removed =
        database.transaction(
            () -> {
              Snapshot snapshot = table.get(namespace, key);
              if (table.hasChildren(snapshot.number())) {
                throw Failure.failedPrecondition("cannot remove snapshot with child");
              }
              table.delete(snapshot.number());
              return snapshot;
            });
    Background.run("delete", () -> delete(removed.number()));
  }

  /** Deletes the directories of one snapshot that was removed; its number is not given again. */
  private void delete(long number) throws IOException {
    deleting.lock();
    try {
      directories.root().remove(directories.root().directory(number));
      directories.root().deleteRemoved(directories::release);
    } finally {
      deleting.unlock();
    }
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
    return usages.of(table.get(namespace, key));
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
            // Children before their parents.
            .sorted(Comparator.comparingInt(this::depth).reversed())
            .toList();
    garbage.forEach(snapshot -> table.delete(snapshot.number()));
    return garbage.size();
  }

  private int depth(Snapshot snapshot) {
    return table.ancestors(snapshot).size();
  }

  /** Deletes the directories that no snapshot has. */
  public void sweep() throws IOException {
    deleting.lock();
    try {
      database.transaction(
          () -> {
            try {
              directories.root().retain(table.numbers());
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            return true;
          });
      directories.root().deleteRemoved(directories::release);
    } finally {
      deleting.unlock();
    }
  }
}
