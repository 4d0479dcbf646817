package dev.stevedore.containerd.gc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What is known to be needed in one namespace, and what of it still has to be followed. */
final class Marks {
  private static final String CONTENT = "containerd.io/gc.ref.content";
  private static final String SNAPSHOT = "containerd.io/gc.ref.snapshot.";

  final Set<String> content = new HashSet<>();
  final Set<String> snapshots = new HashSet<>();
  private final Deque<Runnable> toFollow = new ArrayDeque<>();
  private final Follower follower;
  private final String snapshotter;

  /** How the marks of a thing that was just marked are found. */
  interface Follower {
    /** Marks what a blob refers to. */
    void followContent(String digest, Marks marks);

    /** Marks what a snapshot refers to. */
    void followSnapshot(String name, Marks marks);
  }

  Marks(String snapshotter, Follower follower) {
    this.snapshotter = snapshotter;
    this.follower = follower;
  }

  void content(String digest) {
    if (content.add(digest)) {
      toFollow.add(() -> follower.followContent(digest, this));
    }
  }

  void snapshot(String name) {
    if (!name.isEmpty() && snapshots.add(name)) {
      toFollow.add(() -> follower.followSnapshot(name, this));
    }
  }

  /**
   * Marks what labels refer to: {@code gc.ref.content[.…]} and {@code gc.ref.snapshot.NAME[/…]}.
   */
  void references(Map<String, String> labels) {
    labels.forEach(
        (key, value) -> {
          if (key.equals(CONTENT)
              || key.startsWith(CONTENT + ".")
              || key.startsWith(CONTENT + "/")) {
            content(value);
          } else if (key.equals(SNAPSHOT + snapshotter)
              || key.startsWith(SNAPSHOT + snapshotter + "/")) {
            snapshot(value);
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
