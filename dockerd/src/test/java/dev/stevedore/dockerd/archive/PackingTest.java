package dev.stevedore.dockerd.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.lib.linux.Directory;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.Xattrs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackingTest {
  private static final Instant LONG_AGO = Instant.ofEpochSecond(1_000_000_000);

  @TempDir private Path here;

  @Test
  void attributesAndTimesSurvive() throws IOException {
    Path from = Files.createDirectory(here.resolve("from"));
    Files.createDirectory(from.resolve("sub"));
    Path file = Files.writeString(from.resolve("sub/file"), "content");
    byte[] binary = {1, 0, 0, 2, (byte) 0x80, (byte) 0xff, 10, 0};
    Xattrs.set(file.toString(), "user.binary", binary);
    Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
    Files.setLastModifiedTime(from.resolve("sub"), FileTime.from(LONG_AGO));
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (Fd source = Directory.open(from.toString());
        Packing packing = new Packing(archive)) {
      packing.directory(source, "copy");
    }
    Path to = Files.createDirectory(here.resolve("to"));
    try (Fd root = Directory.open(to.toString())) {
      new Unpacking(root, "/", true, Optional.empty())
          .unpack(new ByteArrayInputStream(archive.toByteArray()));
    }
    Path copied = to.resolve("copy/sub/file");
    assertThat(copied).hasContent("content");
    assertThat(Xattrs.get(copied.toString(), "user.binary")).contains(binary);
    assertThat(Files.getLastModifiedTime(copied).toInstant()).isEqualTo(LONG_AGO);
    assertThat(Files.getLastModifiedTime(to.resolve("copy/sub")).toInstant()).isEqualTo(LONG_AGO);
  }
}
