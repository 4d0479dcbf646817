package dev.stevedore.containerd.gc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GarbageCollectorTest {
  /** Labels by blob and by snapshot, and parents of snapshots. */
  private final Map<String, Map<String, String>> labels = new HashMap<>();

  private final Map<String, String> parents = new HashMap<>();

  private final Marks marks =
      new Marks(
          "overlayfs",
          new Marks.Follower() {
            @Override
            public void followContent(String digest, Marks found) {
              found.references(labels.getOrDefault(digest, Map.of()));
            }

            @Override
            public void followSnapshot(String name, Marks found) {
              found.snapshot(parents.getOrDefault(name, ""));
              found.references(labels.getOrDefault(name, Map.of()));
            }
          });

  @Test
  void anImageKeepsAllThatItIsMadeOf() {
    labels.put(
        "index",
        Map.of("containerd.io/gc.ref.content.m.0", "manifest", "containerd.io/other", "not"));
    labels.put(
        "manifest",
        Map.of(
            "containerd.io/gc.ref.content.config", "config",
            "containerd.io/gc.ref.content.l.0", "layer",
            "containerd.io/gc.ref.content/x", "old-style"));
    labels.put(
        "config",
        Map.of(
            "containerd.io/gc.ref.snapshot.overlayfs", "top",
            "containerd.io/gc.ref.snapshot.native", "not-ours"));
    parents.put("top", "middle");
    parents.put("middle", "base");
    // A cycle must not hang it.
    labels.put("base", Map.of("containerd.io/gc.ref.content", "index"));

    marks.content("index");
    marks.run();

    assertThat(marks.content)
        .containsExactlyInAnyOrder("index", "manifest", "config", "layer", "old-style");
    assertThat(marks.snapshots).containsExactlyInAnyOrder("top", "middle", "base");
  }
}
