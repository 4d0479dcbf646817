package dev.stevedore.containerd.gc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What is known to be needed in one namespace, and what of it still has to be followed. A flat mark
 * is for the thing itself, and a snapshot's parents, but not for what its labels refer to.
 */
final class Marks {
  private static final String CONTENT = "containerd.io/gc.ref.content";
  private static final String SNAPSHOT = "containerd.io/gc.ref.snapshot.";

  /** Digests. */
  final Set<String> content = new HashSet<>();

  final Set<SnapshotKey> snapshots = new HashSet<>();
  private final Set<String> followedContent = new HashSet<>();
  private final Set<SnapshotKey> followedSnapshots = new HashSet<>();
  private final Deque<Runnable> toFollow = new ArrayDeque<>();
  private final Follower follower;

  /**
   * A snapshot.
   *
   * @param snapshotter whose
   * @param name of the snapshot
   */
  record SnapshotKey(String snapshotter, String name) {}

  /** How the marks of a thing that was just marked are found. */
  interface Follower {
    /** Marks what a blob refers to. */
    void followContent(String digest, Marks marks);

    /** The name of a snapshot's parent; empty if it has none. */
    String parentOf(SnapshotKey snapshot);

    /** Marks what a snapshot's labels refer to. */
    void followSnapshot(SnapshotKey snapshot, Marks marks);
  }

  Marks(Follower follower) {
    this.follower = follower;
  }

  void content(String digest) {
    content.add(digest);
    if (followedContent.add(digest)) {
      toFollow.add(() -> follower.followContent(digest, this));
    }
  }

  void flatContent(String digest) {
    content.add(digest);
  }

  void snapshot(SnapshotKey key) {
    if (!key.name().isEmpty() && followedSnapshots.add(key)) {
      snapshots.add(key);
      toFollow.add(
          () -> {
            snapshot(new SnapshotKey(key.snapshotter(), follower.parentOf(key)));
            follower.followSnapshot(key, this);
          });
    }
  }

  void flatSnapshot(SnapshotKey key) {
    SnapshotKey next = key;
    while (!next.name().isEmpty() && snapshots.add(next)) {
      next = new SnapshotKey(key.snapshotter(), follower.parentOf(next));
    }
  }

  /**
   * Marks what labels refer to: {@code gc.ref.content}, which anything may follow after a dot or a
   * slash, and {@code gc.ref.snapshot.SNAPSHOTTER}, after which a slash and anything may follow.
   */
  void references(Map<String, String> labels) {
    labels.forEach(
        (key, value) -> {
          if (key.equals(CONTENT)
              || key.startsWith(CONTENT + ".")
              || key.startsWith(CONTENT + "/")) {
            content(value);
          } else if (key.startsWith(SNAPSHOT)) {
            int slash = key.indexOf('/', SNAPSHOT.length());
            snapshot(
                new SnapshotKey(
                    key.substring(SNAPSHOT.length(), slash < 0 ? key.length() : slash), value));
          }
        });
  }

  /** Follows everything. */
  void run() {
    Runnable next;
    while ((next = toFollow.poll()) != null) {
      next.run();
    }
  }
}
