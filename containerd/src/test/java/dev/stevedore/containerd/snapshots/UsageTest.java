package dev.stevedore.containerd.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.lib.linux.Directory;
import dev.stevedore.lib.linux.Fd;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageTest {
  @Test
  void namesMayBeAnyBytesAndAFileCountsOnce(@TempDir Path directory) throws Exception {
    Files.write(directory.resolve("a"), new byte[5000]);
    Files.createLink(directory.resolve("b"), directory.resolve("a"));
    Files.createSymbolicLink(directory.resolve("loop"), directory);
    try (Fd top = Directory.open(directory.toString())) {
      // 0xC4 alone is no UTF-8: as an archive made with Latin-1 names has it.
      Directory.make(top, "\udcc4", 0755);
      Directory.symlink("x", top, "\udcc4/\u00e4");
    }
    Usage usage = Usage.of(directory);
    assertThat(usage.inodes()).isEqualTo(5);
    assertThat(usage.size()).isGreaterThanOrEqualTo(5000);
  }
}
