package dev.stevedore.containerd.gc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known to be needed in one namespace, and what of it still has to be followed. A flat mark
 * is for the thing itself, and a snapshot's parents, but not for what its labels refer to.
 */
final class Marks {
  private static final String CONTENT = "containerd.io/gc.ref.content";
  private static final String SNAPSHOT = "containerd.io/gc.ref.snapshot.";

  private static final String BACK = "containerd.io/gc.bref.";

  /** Digests. */
  final Set<String> content = new HashSet<>();

  final Set<SnapshotKey> snapshots = new HashSet<>();
  private final Set<String> followedContent = new HashSet<>();
  private final Set<SnapshotKey> followedSnapshots = new HashSet<>();

  /** What has said of itself that it is needed as long as another thing is, by that thing. */
  private final Map<Parent, List<Runnable>> children = new HashMap<>();

  private final Deque<Runnable> toFollow = new ArrayDeque<>();
  private final Follower follower;

  /**
   * A snapshot.
   *
   * @param snapshotter whose
   * @param name of the snapshot
   */
  record SnapshotKey(String snapshotter, String name) {}

  /**
   * A thing that others may hang on.
   *
   * @param type {@code container}, {@code content}, {@code image} or {@code snapshot.SNAPSHOTTER}
   */
  private record Parent(String type, String name) {}

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
      reached("content", digest);
      toFollow.add(() -> follower.followContent(digest, this));
    }
  }

  void flatContent(String digest) {
    content.add(digest);
  }

  void snapshot(SnapshotKey key) {
    if (!key.name().isEmpty() && followedSnapshots.add(key)) {
      snapshots.add(key);
      reached("snapshot." + key.snapshotter(), key.name());
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

  /**
   * Notes what a thing hangs on: the labels {@code gc.bref.container}, {@code content}, {@code
   * image}, after which a dot or a slash and anything may follow, and {@code snapshot.SNAPSHOTTER}.
   * To be called for all things before anything is marked.
   *
   * @param mark marks the thing with these labels
   */
  void backReferences(Map<String, String> labels, Runnable mark) {
    labels.forEach(
        (key, value) -> {
          if (key.startsWith(BACK)) {
            children
                .computeIfAbsent(
                    new Parent(parentType(key.substring(BACK.length())), value),
                    it -> new ArrayList<>())
                .add(mark);
          }
        });
  }

  private static String parentType(String label) {
    boolean snapshot = label.startsWith("snapshot.");
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      if (c == '/' || (c == '.' && !snapshot)) {
        return label.substring(0, i);
      }
    }
    return label;
  }

  /** Says that a thing, which itself needs no mark, is there. */
  void reached(String type, String name) {
    toFollow.addAll(children.getOrDefault(new Parent(type, name), List.of()));
  }

  /** Follows everything. */
  void run() {
    Runnable next;
    while ((next = toFollow.poll()) != null) {
      next.run();
    }
  }
}
