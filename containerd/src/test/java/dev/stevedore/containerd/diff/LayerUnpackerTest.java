package dev.stevedore.containerd.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.FileStatus;
import dev.stevedore.lib.linux.FileType;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.Xattrs;
import dev.stevedore.lib.tar.TarReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Owners, devices and overlayfs's attributes need root. */
class LayerUnpackerTest {
  @TempDir Path temp;
  private Path outside = Path.of("");
  private Path upper = Path.of("");
  private Path lower = Path.of("");

  @BeforeEach
  void directories() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
    outside = Files.createDirectory(temp.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "untouched");
    upper = Files.createDirectory(temp.resolve("upper"));
    lower = Files.createDirectory(temp.resolve("lower"));
  }

  private void unpack(byte[] tar) throws IOException {
    unpack(tar, false);
  }

  private void unpack(byte[] tar, boolean userXattrs) throws IOException {
    try (LayerUnpacker unpacker =
        LayerUnpacker.to(new LayerTarget.Upper(upper, List.of(lower), userXattrs))) {
      unpacker.unpack(new TarReader(new ByteArrayInputStream(tar)));
    }
  }

  private FileStatus status(String name) throws LinuxException {
    return FileStatus.of(Fd.CWD, upper.resolve(name).toString());
  }

  @Test
  void unpacksEveryKindOfFile() throws IOException {
    byte[] capability = {1, 0, 0, 2, (byte) 0xff, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    unpack(
        new TestTar()
            .directory("./")
            .directory("./bin/")
            .pax("SCHILY.xattr.security.capability", capability)
            .entry("./bin/ping", '0', 04755, "", "x".getBytes(StandardCharsets.UTF_8))
            .link("bin/ping6", "bin/ping")
            .symlink("bin/sh", "/bin/busybox")
            .entry("fifo", '6', 0600, "", new byte[0])
            .file("deep/in/a/directory", "made on the way")
            .pax("path", "n".repeat(200).getBytes(StandardCharsets.UTF_8))
            .pax("mtime", "12.5".getBytes(StandardCharsets.UTF_8))
            .file("short", "")
            .end());

    assertThat(status("bin/ping").mode()).isEqualTo(04755);
    assertThat(status("bin/ping").inode()).isEqualTo(status("bin/ping6").inode());
    assertThat(Xattrs.get(upper.resolve("bin/ping").toString(), "security.capability"))
        .hasValue(capability);
    assertThat(Files.readSymbolicLink(upper.resolve("bin/sh"))).hasToString("/bin/busybox");
    assertThat(status("bin").modified().getEpochSecond()).isEqualTo(1_000_000_000);
    assertThat(status("fifo").type()).isEqualTo(FileType.FIFO);
    assertThat(upper.resolve("deep/in/a/directory")).hasContent("made on the way");
    assertThat(status("n".repeat(200)).modified())
        .isEqualTo(Instant.ofEpochSecond(12, 500_000_000));
  }

  static Stream<TestTar> hostileLayers() {
    return Stream.of(
        new TestTar().file("../outside/secret", "gotcha"),
        new TestTar().file("a/../../outside/secret", "gotcha"),
        new TestTar().symlink("out", "../outside").file("out/secret", "gotcha"),
        new TestTar().symlink("a", "b").symlink("b", "../../outside").file("a/secret", "gotcha"),
        new TestTar().symlink("out", "../outside/secret").file("out", "gotcha"),
        new TestTar().symlink("out", "../outside").link("mine", "out/secret").file("mine", "x"),
        new TestTar().link("mine", "../outside/secret").file("mine", "gotcha"),
        new TestTar().symlink("out", "../outside").file("out/.wh.secret", ""),
        new TestTar().symlink("out", "../outside").file("out/.wh..wh..opq", ""),
        new TestTar().symlink("out", "../outside").directory("out").file("out/secret", "gotcha"),
        new TestTar().file("..", "gotcha"),
        new TestTar().file(".wh...", ""));
  }

  @ParameterizedTest
  @MethodSource("hostileLayers")
  void nothingGetsOut(TestTar tar) throws IOException {
    try {
      unpack(tar.end());
    } catch (IOException refused) {
      assertThat(refused).hasMessageMatching("(?s).+");
    }

    assertThat(outside.resolve("secret")).hasContent("untouched");
    assertThat(outside.toFile().list()).containsExactly("secret");
    assertThat(temp.toFile().list()).containsExactlyInAnyOrder("outside", "upper", "lower");
    assertThat(Xattrs.list(outside.toString())).isEmpty();
  }

  @Test
  void absolutePathsAndLinksStayInside() throws IOException {
    unpack(
        new TestTar()
            .file("/abs", "1")
            .symlink("etc", temp + "/outside")
            .file("etc/new", "2")
            .end());

    assertThat(upper.resolve("abs")).hasContent("1");
    assertThat(upper.resolve(temp.toString().substring(1) + "/outside/new")).hasContent("2");
    assertThat(outside.resolve("new")).doesNotExist();
  }

  @Test
  void whiteoutsBecomeOverlayfss() throws IOException {
    unpack(
        new TestTar()
            .file(".wh.gone", "")
            .directory("all")
            .file("all/new", "n")
            .file("all/.wh..wh..opq", "")
            .file(".wh.replaced", "")
            .directory("replaced")
            .file(".wh..wh.plnk", "")
            .end());

    assertThat(status("gone").type()).isEqualTo(FileType.CHARACTER_DEVICE);
    assertThat(status("gone").device()).isZero();
    assertThat(upper.resolve("all/new")).hasContent("n");
    for (String opaque : List.of("all", "replaced")) {
      assertThat(Xattrs.get(upper.resolve(opaque).toString(), "trusted.overlay.opaque"))
          .hasValue(new byte[] {'y'});
    }
    assertThat(upper.toFile().list()).containsExactlyInAnyOrder("gone", "all", "replaced");
  }

  @Test
  void aLayersOwnFilesSurviveItsWhiteouts() throws IOException {
    unpack(new TestTar().directory("d").file("d/f", "mine").file(".wh.d", "").end());

    assertThat(upper.resolve("d/f")).hasContent("mine");
    assertThat(Xattrs.get(upper.resolve("d").toString(), "trusted.overlay.opaque")).isPresent();
  }

  @Test
  void inAUserNamespaceOverlayfssAttributesAreAUsers() throws IOException {
    unpack(new TestTar().directory("all").file("all/.wh..wh..opq", "").end(), true);

    String path = upper.resolve("all").toString();
    assertThat(Xattrs.get(path, "user.overlay.opaque")).hasValue(new byte[] {'y'});
    assertThat(Xattrs.get(path, "trusted.overlay.opaque")).isEmpty();
  }

  @Test
  void inAPlainDirectoryWhatIsHiddenGoes() throws IOException {
    Files.createDirectories(upper.resolve("all/old"));
    Files.writeString(upper.resolve("gone"), "");
    try (LayerUnpacker unpacker = LayerUnpacker.to(new LayerTarget.Plain(upper))) {
      unpacker.unpack(
          new TarReader(
              new ByteArrayInputStream(
                  new TestTar()
                      .file("all/new", "n")
                      .file("all/.wh..wh..opq", "")
                      .file(".wh.gone", "")
                      .end())));
    }

    assertThat(upper.resolve("all").toFile().list()).containsExactly("new");
    assertThat(upper.resolve("gone")).doesNotExist();
  }

  @Test
  void aDirectoryOnTheWayLooksAsBelow() throws IOException {
    Files.createDirectories(lower.resolve("var/tmp"));
    dev.stevedore.lib.linux.Inodes.chmod(Fd.CWD, lower.resolve("var/tmp").toString(), 01777);

    unpack(new TestTar().file("var/tmp/file", "x").end());

    assertThat(status("var/tmp").mode()).isEqualTo(01777);
  }

  @Test
  void layersCannotSetWhatOverlayfsReads() throws IOException {
    unpack(
        new TestTar()
            .pax("SCHILY.xattr.trusted.overlay.redirect", "/etc".getBytes(StandardCharsets.UTF_8))
            .directory("d")
            .end());

    assertThat(Xattrs.list(upper.resolve("d").toString())).isEmpty();
  }

  @Test
  void brokenArchivesAreRefused() {
    byte[] tar = new TestTar().file("f", "x".repeat(1000)).end();
    byte[] bad = tar.clone();
    bad[5] ^= 1;

    assertThatThrownBy(() -> unpack(bad)).hasMessage("archive/tar: invalid tar header");
    assertThatThrownBy(() -> unpack(new TestTar().file("f", "x".repeat(1000)).cutOff(1024 + 600)))
        .hasMessage("unexpected EOF");
    assertThatThrownBy(() -> unpack(new TestTar().entry("f", 'Z', 0, "", new byte[0]).end()))
        .hasMessageContaining("unhandled tar header type");
  }

  @Test
  void laterEntriesReplaceEarlierOnes() throws IOException {
    unpack(
        new TestTar()
            .directory("x")
            .file("x/inner", "1")
            .file("x", "now a file")
            .symlink("y", "x")
            .directory("y")
            .file("y/z", "2")
            .end());

    assertThat(upper.resolve("x")).hasContent("now a file");
    assertThat(status("y").type()).isEqualTo(FileType.DIRECTORY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--format=gnu",
        "--sparse-version=0.0 --format=posix",
        "--sparse-version=0.1 --format=posix",
        "--sparse-version=1.0 --format=posix"
      })
  void sparseFilesKeepTheirHoles(String format) throws Exception {
    Path from = Files.createDirectory(temp.resolve("from"));
    try (RandomAccessFile file = new RandomAccessFile(from.resolve("holes").toFile(), "rw")) {
      for (int i = 0; i < 30; i++) {
        file.seek(i * 1_000_000L);
        file.writeBytes("island " + i);
      }
      file.setLength(64_000_000);
    }
    try (RandomAccessFile file = new RandomAccessFile(from.resolve("empty").toFile(), "rw")) {
      file.setLength(10_000_000);
    }
    List<String> argv = new ArrayList<>(List.of("tar", "-S", "-C", from.toString()));
    argv.addAll(List.of(format.split(" ")));
    argv.addAll(List.of("-cf", temp.resolve("sparse.tar").toString(), "."));
    assertThat(new ProcessBuilder(argv).inheritIO().start().waitFor()).isZero();

    unpack(Files.readAllBytes(temp.resolve("sparse.tar")));

    for (String name : List.of("holes", "empty")) {
      assertThat(Files.mismatch(from.resolve(name), upper.resolve(name))).isEqualTo(-1);
      assertThat(status(name).blocks() * 512).isLessThan(2_000_000);
    }
  }

  @Test
  void aSparseMapThatLeadsOutOfItsFileIsRefused() {
    for (String map : List.of("0,9223372036854775807", "5,1,0,1", "-1,2", "0,1,0,1", "1,2,3")) {
      assertThatThrownBy(
              () ->
                  unpack(
                      new TestTar()
                          .pax("GNU.sparse.map", map.getBytes(StandardCharsets.UTF_8))
                          .pax("GNU.sparse.size", "100".getBytes(StandardCharsets.UTF_8))
                          .file("f", "xy")
                          .end()))
          .hasMessage("archive/tar: invalid sparse map");
    }
  }

  @Test
  void anEndlessHeaderIsRefusedBeforeItIsRead() {
    TestTar tar = new TestTar().pax("comment", new byte[2_000_000]).file("f", "x");

    assertThatThrownBy(() -> unpack(tar.end())).hasMessageContaining("extended header of 2000");
  }

  @Test
  void nothingIsWrittenThroughADevice() throws IOException {
    TestTar tar =
        new TestTar()
            .entry("null", '3', 0600, "", new byte[0])
            .symlink("link", "null")
            .entry("link/inside", '0', 0600, "", new byte[0]);

    assertThatThrownBy(() -> unpack(tar.end())).isInstanceOf(IOException.class);
    assertThat(status("null").type()).isEqualTo(FileType.CHARACTER_DEVICE);
    // A file in a device's place takes the name; the device is not opened.
    unpack(new TestTar().entry("null", '3', 0600, "", new byte[0]).file("null", "x").end());
    assertThat(upper.resolve("null")).hasContent("x");
  }

  @Test
  void aBombIsDefusedAtItsLimit() {
    DigestingStream bomb =
        new DigestingStream(
            new InputStream() {
              @Override
              public int read() {
                return 0;
              }
            },
            1_000_000);

    assertThatThrownBy(bomb::readAllBytes)
        .hasMessage("the layer unpacks to more than 1000000 bytes");
  }

  @Test
  void impliedDirectoriesGetTheLooksOfThoseBelowWhenTheseAreKnown() throws IOException {
    Path deep = Files.createDirectories(lower.resolve("known/deep"));
    Files.setPosixFilePermissions(deep, PosixFilePermissions.fromString("rwx------"));
    byte[] tar =
        new TestTar()
            .file("known/deep/file", "x")
            .file("new/file", "x")
            .directory("described/")
            .file("described/file", "x")
            .file("later/file", "x")
            .directory("later/")
            .end();
    try (LayerUnpacker unpacker =
        LayerUnpacker.to(new LayerTarget.Upper(upper, List.of(), false))) {
      unpacker.unpack(new TarReader(new ByteArrayInputStream(tar)));
      assertThat(unpacker.implied()).containsExactly("known", "known/deep", "new");
      ImpliedDirectories.of(upper).note(unpacker.implied());
    }
    assertThat(status("known/deep").mode()).isEqualTo(0755);
    assertThat(temp.resolve("upper.implied")).exists();

    ImpliedDirectories.of(upper).adopt(List.of(lower));
    assertThat(status("known/deep").mode()).isEqualTo(0700);
    assertThat(status("new").mode()).isEqualTo(0755);
    assertThat(temp.resolve("upper.implied")).doesNotExist();
  }
}
