package dev.stevedore.containerd.diff.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stevedore.lib.containerdapi.types.Mount;
import dev.stevedore.lib.linux.Directory;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.FileType;
import dev.stevedore.lib.linux.Xattrs;
import dev.stevedore.lib.tar.TarEntry;
import dev.stevedore.lib.tar.TarReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whiteouts and overlayfs's attributes need root. */
class ComparisonTest {
  @TempDir Path temp;
  private Path lower = Path.of("");
  private Path upper = Path.of("");

  @BeforeEach
  void directories() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
    lower = Files.createDirectory(temp.resolve("lower"));
    upper = Files.createDirectory(temp.resolve("upper"));
  }

  private static Mount bind(Path directory) {
    return Mount.newBuilder().setType("bind").setSource(directory.toString()).build();
  }

  private Mount overlay() {
    return Mount.newBuilder()
        .setType("overlay")
        .addOptions("upperdir=" + upper)
        .addOptions("lowerdir=" + lower)
        .build();
  }

  private static byte[] tar(List<Mount> left, List<Mount> right, Optional<Instant> epoch)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Comparison.write(LayerStack.of(left), LayerStack.of(right), new LayerWriter(out, epoch));
    return out.toByteArray();
  }

  private static Map<String, TarEntry> diff(List<Mount> left, List<Mount> right)
      throws IOException {
    TarReader reader = new TarReader(new ByteArrayInputStream(tar(left, right, Optional.empty())));
    Map<String, TarEntry> entries = new TreeMap<>();
    for (Optional<TarEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
      assertThat(entries.put(next.get().name(), next.get())).isNull();
    }
    return entries;
  }

  private static TarEntry entry(Map<String, TarEntry> entries, String name) {
    return Optional.ofNullable(entries.get(name)).orElseThrow();
  }

  private Map<String, TarEntry> diff() throws IOException {
    return diff(List.of(bind(lower)), List.of(overlay()));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_000_000_000)));
  }

  private static void whiteout(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Directory.makeNode(Fd.CWD, file.toString(), FileType.CHARACTER_DEVICE, 0, 0);
  }

  @Test
  void whatWasAddedChangedAndRemoved() throws IOException {
    write(lower.resolve("etc/passwd"), "old");
    write(lower.resolve("etc/group"), "kept");
    write(lower.resolve("usr/lib/untouched"), "x");
    write(upper.resolve("etc/passwd"), "new");
    write(upper.resolve("new/deep/file"), "n");
    whiteout(upper.resolve("etc/group"));

    assertThat(diff())
        .containsOnlyKeys(
            "etc/", "etc/.wh.group", "etc/passwd", "new/", "new/deep/", "new/deep/file");
  }

  @Test
  void anOpaqueDirectoryHidesWhatIsBelow() throws IOException {
    write(lower.resolve("d/a"), "a");
    write(lower.resolve("d/b"), "b");
    write(upper.resolve("d/b"), "other b");
    Xattrs.set(upper.resolve("d").toString(), "trusted.overlay.opaque", new byte[] {'y'});

    assertThat(diff()).containsOnlyKeys("d/", "d/.wh.a", "d/b");
  }

  @Test
  void aFileThatWasOnlyCopiedUpIsNotInTheLayer() throws IOException {
    write(lower.resolve("d/same"), "same");
    write(upper.resolve("d/same"), "same");
    write(lower.resolve("d/touched"), "text");
    write(upper.resolve("d/touched"), "test");

    assertThat(diff()).containsOnlyKeys("d/", "d/touched");
  }

  @Test
  void namesOfOneFileStayNamesOfOneFile() throws IOException {
    write(lower.resolve("kept/one"), "1");
    write(upper.resolve("kept/one"), "1");
    Files.createLink(upper.resolve("two"), upper.resolve("kept/one"));

    Map<String, TarEntry> entries = diff();

    assertThat(entries).containsOnlyKeys("kept/", "kept/one", "two");
    assertThat(entry(entries, "two").type()).isEqualTo(TarEntry.Type.REGULAR);
    assertThat(entry(entries, "kept/one").type()).isEqualTo(TarEntry.Type.HARD_LINK);
    assertThat(entry(entries, "kept/one").linkName()).isEqualTo("two");
  }

  @Test
  void attributesLongNamesAndOddBytesTravel() throws IOException {
    String name = "n".repeat(120) + "-é";
    write(upper.resolve(name), "x");
    Xattrs.set(upper.resolve(name).toString(), "user.note", "v".getBytes(StandardCharsets.UTF_8));
    Files.createSymbolicLink(upper.resolve("link"), Path.of("/target"));

    Map<String, TarEntry> entries = diff();

    assertThat(entry(entries, name).xattrs().get("user.note")).asString().isEqualTo("v");
    assertThat(entry(entries, "link").linkName()).isEqualTo("/target");
  }

  @Test
  void aDirectoryInPlaceOfAFileAndAFileInPlaceOfADirectory() throws IOException {
    write(lower.resolve("a"), "file");
    write(lower.resolve("b/x"), "in a directory");
    write(upper.resolve("a/y"), "in a directory");
    write(upper.resolve("b"), "file");

    assertThat(diff()).containsOnlyKeys("a/", "a/y", "b");
  }

  @Test
  void plainDirectoriesCompareByContent() throws IOException {
    write(lower.resolve("same"), "1");
    write(upper.resolve("same"), "1");
    write(lower.resolve("gone/x"), "1");
    write(upper.resolve("came"), "1");

    assertThat(diff(List.of(bind(lower)), List.of(bind(upper))))
        .containsOnlyKeys(".wh.gone", "came");
    assertThat(diff(List.of(), List.of(bind(upper)))).containsOnlyKeys("came", "same");
  }

  @Test
  void withAnEpochTheSameTreesGiveTheSameBytes() throws IOException {
    write(upper.resolve("f"), "1");
    write(lower.resolve("g"), "1");
    Optional<Instant> epoch = Optional.of(Instant.ofEpochSecond(500));
    byte[] first = tar(List.of(bind(lower)), List.of(bind(upper)), epoch);
    Files.setLastModifiedTime(upper.resolve("f"), FileTime.from(Instant.now()));

    assertThat(tar(List.of(bind(lower)), List.of(bind(upper)), epoch)).isEqualTo(first);
  }
}
