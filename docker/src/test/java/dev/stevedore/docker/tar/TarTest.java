package dev.stevedore.docker.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TarTest {
  private static final long SEED = 20261124;
  private static final List<TarEntry.Type> TYPES = List.of(TarEntry.Type.values());

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Random random = new Random(SEED);
    List<TarEntry> entries = new ArrayList<>();
    List<byte[]> contents = new ArrayList<>();
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    for (int i = 0; i < 300; i++) {
      TarEntry.Type type = TYPES.get(random.nextInt(TYPES.size()));
      byte[] content = new byte[type == TarEntry.Type.FILE ? random.nextInt(2000) : 0];
      random.nextBytes(content);
      TarEntry entry = entry(random, type, content.length);
      entries.add(entry);
      contents.add(content);
      archive.write(TarHeaders.of(entry));
      archive.write(content);
      archive.write(new byte[TarHeaders.padding(content.length)]);
    }
    archive.write(TarHeaders.end());
    TarReader reader = new TarReader(new ByteArrayInputStream(archive.toByteArray()));
    for (int i = 0; i < entries.size(); i++) {
      assertSame(reader.next().orElseThrow(), entries.get(i));
      if (i % 3 != 0) { // else it is passed over
        assertThat(reader.readAllBytes()).isEqualTo(contents.get(i));
      }
    }
    assertThat(reader.next()).isEqualTo(Optional.empty());
  }

  private static void assertSame(TarEntry read, TarEntry written) {
    assertThat(read).usingRecursiveComparison().isEqualTo(written);
  }

  private static TarEntry entry(Random random, TarEntry.Type type, long size) {
    boolean large = random.nextInt(5) == 0;
    boolean link = type == TarEntry.Type.HARD_LINK || type == TarEntry.Type.SYMBOLIC_LINK;
    boolean device = type == TarEntry.Type.CHARACTER_DEVICE || type == TarEntry.Type.BLOCK_DEVICE;
    byte[] value = new byte[20];
    random.nextBytes(value);
    return new TarEntry(
        name(random) + (type == TarEntry.Type.DIRECTORY ? "/" : ""),
        type,
        random.nextInt(010000),
        large ? 0xfffffffeL : random.nextInt(70000),
        large ? 4_000_000_000L : random.nextInt(70000),
        size,
        large ? -random.nextInt(1000) - 1 : random.nextInt(),
        link ? name(random) : "",
        device ? random.nextInt(4096) : 0,
        device ? random.nextInt(100000) : 0,
        random.nextInt(4) == 0
            ? List.of(new TarEntry.Attribute("security.capability", value))
            : List.of());
  }

  private static String name(Random random) {
    String letters = "abcdefghij/.-_ äß漢";
    int length = 1 + random.nextInt(random.nextBoolean() ? 20 : 300);
    StringBuilder name = new StringBuilder("n");
    for (int i = 0; i < length; i++) {
      name.append(letters.charAt(random.nextInt(letters.length())));
    }
    return name.append('e').toString();
  }

  @Test
  void brokenArchivesAreErrors() throws IOException {
    TarEntry entry = entry(new Random(SEED), TarEntry.Type.FILE, 600);
    byte[] header = TarHeaders.of(entry);
    byte[] changed = header.clone();
    changed[header.length - 512 + 110] ^= 1;
    assertThatThrownBy(() -> new TarReader(new ByteArrayInputStream(changed)).next())
        .hasMessageContaining("invalid tar header");
    TarReader cut = new TarReader(new ByteArrayInputStream(header));
    assertThat(cut.next()).isPresent();
    assertThatThrownBy(cut::readAllBytes).hasMessage("unexpected EOF");
  }

  @Test
  void mutatedArchivesNeverDoMoreThanFail() {
    Random random = new Random(SEED);
    byte[] whole = TarHeaders.of(entry(random, TarEntry.Type.DIRECTORY, 0));
    for (int i = 0; i < 3000; i++) {
      byte[] bytes = whole.clone();
      for (int j = random.nextInt(6); j >= 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        new TarReader(new ByteArrayInputStream(bytes)).next();
      } catch (IOException e) {
        assertThat(e).hasMessageNotContaining("\n");
      }
    }
  }

  @Test
  void gnusLongNamesAreRead() throws IOException {
    String name = "x".repeat(150);
    TarEntry file = entry(new Random(1), TarEntry.Type.DIRECTORY, 0).named("short", "");
    byte[] longName = TarHeaders.of(entry(new Random(1), TarEntry.Type.FILE, 150).named("L", ""));
    byte[] last = new byte[512];
    System.arraycopy(longName, longName.length - 512, last, 0, 512);
    last[TarFormat.TYPE] = 'L';
    String sum = "%06o\0 ".formatted(TarFormat.checksum(last));
    System.arraycopy(sum.getBytes(StandardCharsets.UTF_8), 0, last, TarFormat.CHECKSUM, 8);
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    archive.write(last);
    archive.write(name.getBytes(StandardCharsets.UTF_8));
    archive.write(new byte[512 - 150]);
    archive.write(TarHeaders.of(file));
    TarReader reader = new TarReader(new ByteArrayInputStream(archive.toByteArray()));
    assertThat(reader.next().orElseThrow().name()).isEqualTo(name);
  }
}
