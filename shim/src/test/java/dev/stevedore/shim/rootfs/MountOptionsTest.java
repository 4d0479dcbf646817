package dev.stevedore.shim.rootfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MountOptionsTest {
  @Test
  void overlayOptionsAreData() {
    MountOptions got =
        MountOptions.parse(List.of("workdir=/w", "upperdir=/u", "lowerdir=/a:/b", "index=off"));

    assertThat(got.flags()).isZero();
    assertThat(got.data())
        .containsExactly("workdir=/w", "upperdir=/u", "lowerdir=/a:/b", "index=off");
  }

  @Test
  void laterOptionsOverruleEarlierOnes() {
    assertThat(MountOptions.parse(List.of("ro", "nosuid", "rw")).flags()).isEqualTo(2);
    assertThat(MountOptions.parse(List.of("defaults", "")).data()).isEmpty();
  }

  @Test
  void readOnlyBindNeedsASecondCall() {
    assertThat(MountOptions.parse(List.of("rbind", "ro")).isReadOnlyBind()).isTrue();
    assertThat(MountOptions.parse(List.of("rbind", "rw")).isReadOnlyBind()).isFalse();
    assertThat(MountOptions.parse(List.of("ro")).isReadOnlyBind()).isFalse();
  }

  @Test
  void propagationIsApart() {
    MountOptions got = MountOptions.parse(List.of("bind", "rprivate"));

    assertThat(got.flags()).isEqualTo(4096);
    assertThat(got.propagation()).isEqualTo((1 << 18) | 16384);
  }

  @Test
  void manyLayersBecomeRelative() {
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      paths.add(
          "/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/" + i + "/fs");
    }
    String lower = "lowerdir=" + String.join(":", paths);

    LowerDirectories got = LowerDirectories.shorten(List.of("workdir=/w", lower));

    assertThat(got.directory())
        .isEqualTo("/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots");
    assertThat(got.data().get(0)).isEqualTo("workdir=/w");
    assertThat(got.data().get(1)).startsWith("lowerdir=0/fs:1/fs:").endsWith(":99/fs");
    assertThat(String.join(",", got.data()).length()).isLessThan(4096);
  }

  @Test
  void fewLayersStayAsTheyAre() {
    List<String> data = List.of("lowerdir=/a/1:/a/2");

    assertThat(LowerDirectories.shorten(data)).isEqualTo(new LowerDirectories("", data));
  }

  @Test
  void layersWithNothingInCommonStayAbsolute() {
    String lower = "lowerdir=/a/" + "x".repeat(3000) + ":/b/" + "y".repeat(3000);

    assertThat(LowerDirectories.shorten(List.of(lower)).data()).containsExactly(lower);
  }
}
