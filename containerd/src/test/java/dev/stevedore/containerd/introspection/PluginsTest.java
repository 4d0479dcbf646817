package dev.stevedore.containerd.introspection;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PluginsTest {
  @Test
  void whatIsRequiredMustBeThere() {
    Plugins plugins = new Plugins(Path.of("/r"), Path.of("/o"), List.of());
    plugins.require(List.of("io.containerd.grpc.v1.tasks", "io.containerd.snapshotter.v1.native"));

    assertThatThrownBy(
            () ->
                plugins.require(
                    List.of(
                        "io.containerd.grpc.v1.cri",
                        "io.containerd.grpc.v1.tasks",
                        "io.containerd.snapshotter.v1.zfs")))
        .hasMessage(
            "required plugin [io.containerd.grpc.v1.cri io.containerd.snapshotter.v1.zfs]"
                + " not included");
  }
}
