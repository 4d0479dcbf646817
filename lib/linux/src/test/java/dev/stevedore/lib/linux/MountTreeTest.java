package dev.stevedore.lib.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountTreeTest {
  @TempDir private Path directory;

  @Test
  void mountsThatOnlyADescriptorHoldsAreSeenByNobodyElse() throws IOException {
    assumeTrue(ProcessHandle.current().info().user().filter("root"::equals).isPresent());
    Path top = Files.createDirectories(directory.resolve("top"));
    Path inside;
    try (Fd tree =
        MountTree.make(top, () -> Mounts.mount("tmpfs", top.toString(), "tmpfs", 0, "size=64k"))) {
      inside = tree.path();
      Directory.make(tree, "made", 0755);
      assertThat(inside.resolve("made")).isDirectory();
      assertThat(top).isEmptyDirectory();
      assertThat(MountInfo.isMountPoint(top)).isFalse();
    }
    assertThat(inside).doesNotExist();
  }
}
