package dev.stevedore.containerd.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.lib.tar.TarReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentWriterTest {
  @TempDir private Path directory;

  private final Random random = new Random(11);

  private void unpack(byte[] tar) throws IOException {
    try (LayerUnpacker unpacker = LayerUnpacker.to(new LayerTarget.Plain(directory))) {
      unpacker.unpack(new TarReader(new ByteArrayInputStream(tar)));
    }
  }

  /** Files with content that are open; what a test before this one opened does not count. */
  private long open() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(this::isHere).count();
    }
  }

  private boolean isHere(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).startsWith(directory);
    } catch (IOException e) {
      // The one by which the list is read.
      return false;
    }
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void thereIsWhatTheLastEntryOfANameSays() throws IOException {
    TestTar tar = new TestTar();
    Map<String, byte[]> expected = new HashMap<>();
    for (int i = 0; i < 3000; i++) {
      String name = "d" + random.nextInt(20) + "/f" + random.nextInt(20);
      int kind = random.nextInt(100);
      if (kind < 5 && !expected.isEmpty()) {
        String target = expected.keySet().iterator().next();
        tar.link(name, target);
        expected.put(name, expected.get(target));
      } else if (kind < 8) {
        tar.symlink(name, "/nowhere");
        expected.remove(name);
      } else {
        byte[] content = bytes(kind < 97 ? random.nextInt(3000) : random.nextInt(700_000));
        tar.entry(name, '0', 0644, "", content);
        expected.put(name, content);
      }
    }
    unpack(tar.end());

    expected.forEach(
        (name, content) -> assertThat(directory.resolve(name)).hasBinaryContent(content));
    assertThat(open()).isZero();
  }

  @Test
  void anArchiveThatBreaksOffLeavesNothingOpen() throws IOException {
    for (int round = 0; round < 20; round++) {
      TestTar tar = new TestTar();
      for (int i = 0; i < 200; i++) {
        tar.entry("r" + round + "f" + i, '0', 0644, "", bytes(random.nextInt(20_000)));
      }
      byte[] whole = tar.end();
      byte[] cut = Arrays.copyOf(whole, 600 + random.nextInt(whole.length - 20_000));

      assertThatThrownBy(() -> unpack(cut)).isInstanceOf(IOException.class);
      assertThat(open()).isZero();
    }
  }

  @Test
  void whatCannotBeWrittenFailsWithTheKernelsWords() throws IOException {
    TestTar tar = new TestTar();
    // More than ext4 and most others allow.
    tar.pax("SCHILY.xattr.user.big", new byte[70_000]).file("f", "");
    List.of("g", "h").forEach(name -> tar.entry(name, '0', 0644, "", bytes(400_000)));

    assertThatThrownBy(() -> unpack(tar.end())).hasMessageContaining("setxattr");
    assertThat(open()).isZero();
  }
}
