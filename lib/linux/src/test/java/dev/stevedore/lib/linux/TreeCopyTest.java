package dev.stevedore.lib.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices and owners need root. */
class TreeCopyTest {
  @TempDir Path temp;

  @Test
  void aCopyIsAsTheOriginal() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
    Path from = Files.createDirectory(temp.resolve("from"));
    Path to = Files.createDirectory(temp.resolve("to"));
    Files.createDirectories(from.resolve("a/b"));
    Files.writeString(from.resolve("a/b/file"), "content");
    Files.createLink(from.resolve("z"), from.resolve("a/b/file"));
    Files.createSymbolicLink(from.resolve("link"), Path.of("/nowhere"));
    Directory.makeNode(Fd.CWD, from.resolve("null").toString(), FileType.CHARACTER_DEVICE, 0, 259);
    Xattrs.set(from.resolve("a").toString(), "user.x", new byte[] {1});
    Inodes.chown(Fd.CWD, from.resolve("a/b/file").toString(), 12, 13);
    Inodes.chmod(Fd.CWD, from.resolve("a/b/file").toString(), 04711);
    try (RandomAccessFile holes = new RandomAccessFile(from.resolve("holes").toFile(), "rw")) {
      holes.seek(5_000_000);
      holes.writeBytes("x");
      holes.setLength(9_000_000);
    }
    Files.setLastModifiedTime(from.resolve("a"), FileTime.from(Instant.ofEpochSecond(5)));

    TreeCopy.copy(from, to);

    assertThat(to.resolve("a/b/file")).hasContent("content");
    FileStatus file = FileStatus.of(Fd.CWD, to.resolve("a/b/file").toString());
    assertThat(file.inode()).isEqualTo(FileStatus.of(Fd.CWD, to.resolve("z").toString()).inode());
    assertThat(file.mode()).isEqualTo(04711);
    assertThat(file.uid()).isEqualTo(12);
    assertThat(file.gid()).isEqualTo(13);
    assertThat(Files.readSymbolicLink(to.resolve("link"))).hasToString("/nowhere");
    assertThat(FileStatus.of(Fd.CWD, to.resolve("null").toString()).device()).isEqualTo(259);
    assertThat(Xattrs.get(to.resolve("a").toString(), "user.x")).hasValue(new byte[] {1});
    assertThat(Files.getLastModifiedTime(to.resolve("a")).toInstant())
        .isEqualTo(Instant.ofEpochSecond(5));
    assertThat(Files.mismatch(from.resolve("holes"), to.resolve("holes"))).isEqualTo(-1);
    assertThat(FileStatus.of(Fd.CWD, to.resolve("holes").toString()).blocks() * 512)
        .isLessThan(1_000_000);
  }
}
