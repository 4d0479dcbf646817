package dev.stevedore.containerd.gc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.containerd.gc.Marks.SnapshotKey;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GarbageCollectorTest {
  /** Labels by blob and by snapshot, and parents of snapshots. */
  private final Map<String, Map<String, String>> labels = new HashMap<>();

  private final Map<String, String> parents = new HashMap<>();

  private final Marks marks =
      new Marks(
          new Marks.Follower() {
            @Override
            public void followContent(String digest, Marks found) {
              found.references(labels.getOrDefault(digest, Map.of()));
            }

            @Override
            public String parentOf(SnapshotKey snapshot) {
              return parents.getOrDefault(snapshot.name(), "");
            }

            @Override
            public void followSnapshot(SnapshotKey snapshot, Marks found) {
              found.references(labels.getOrDefault(snapshot.name(), Map.of()));
            }
          });

  private static SnapshotKey overlayfs(String name) {
    return new SnapshotKey("overlayfs", name);
  }

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
            "containerd.io/gc.ref.snapshot.native/why", "copy"));
    parents.put("top", "middle");
    parents.put("middle", "base");
    // A cycle must not hang it.
    labels.put("base", Map.of("containerd.io/gc.ref.content", "index"));

    marks.content("index");
    marks.run();

    assertThat(marks.content)
        .containsExactlyInAnyOrder("index", "manifest", "config", "layer", "old-style");
    assertThat(marks.snapshots)
        .containsExactlyInAnyOrder(
            overlayfs("top"),
            overlayfs("middle"),
            overlayfs("base"),
            new SnapshotKey("native", "copy"));
  }

  @Test
  void whatAFlatLeaseHoldsDoesNotHoldOthers() {
    labels.put("manifest", Map.of("containerd.io/gc.ref.content.l.0", "layer"));
    labels.put("top", Map.of("containerd.io/gc.ref.content", "note"));
    labels.put("base", Map.of("containerd.io/gc.ref.content", "note"));
    parents.put("top", "base");

    marks.flatContent("manifest");
    marks.flatSnapshot(overlayfs("top"));
    marks.run();
    assertThat(marks.content).containsExactly("manifest");
    assertThat(marks.snapshots).containsExactlyInAnyOrder(overlayfs("top"), overlayfs("base"));

    // Another holder that is not flat makes the difference.
    marks.content("manifest");
    marks.snapshot(overlayfs("base"));
    marks.run();
    assertThat(marks.content).containsExactlyInAnyOrder("manifest", "layer", "note");
  }

  @Test
  void whatHangsOnAnotherIsThereAsLongAsThat() {
    marks.backReferences(
        Map.of("containerd.io/gc.bref.container", "c1"), () -> marks.content("logs"));
    marks.backReferences(
        Map.of("containerd.io/gc.bref.content.signature", "logs"), () -> marks.content("signed"));
    marks.backReferences(
        Map.of("containerd.io/gc.bref.snapshot.overlayfs/x", "top"), () -> marks.content("note"));
    marks.backReferences(
        Map.of("containerd.io/gc.bref.image", "busybox:1.36"),
        () -> marks.snapshot(overlayfs("i")));

    marks.reached("container", "c1");
    marks.reached("image", "busybox");
    marks.snapshot(overlayfs("top"));
    marks.run();

    assertThat(marks.content).containsExactlyInAnyOrder("logs", "signed", "note");
    assertThat(marks.snapshots).containsExactly(overlayfs("top"));
  }
}
