package dev.stevedore.tests.harness.images;

import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.stack.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.opentest4j.TestAbortedException;

/**
 * A busybox image, made from Debian's static busybox: the one installed, or the package's, unpacked
 * without installing it. It is made once and kept in the module's target directory.
 */
public final class Busybox {
  /** What the image is called. */
  public static final String NAME = "busybox";

  private static final Path CACHE = Programs.root().resolve("tests/target/images");

  private Busybox() {}

  private static Path cache() {
    try {
      return Files.createDirectories(CACHE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The archive; the test is skipped where there is neither busybox nor apt. */
  public static Path archive() {
    Path file = cache().resolve("busybox.tar");
    return Files.exists(file) ? file : image(NAME + ":latest").write(file);
  }

  /** The image under another name, to be changed by the test. */
  public static ImageArchive image(String name) {
    return new ImageArchive(name, List.of("sh"), layer());
  }

  /** A directory with the same files, for bundles. */
  public static Path rootfs(Path directory) {
    Path tar = cache().resolve("busybox-rootfs.tar");
    try {
      Files.createDirectories(directory);
      if (!Files.exists(tar)) {
        Files.createDirectories(CACHE);
        Files.write(tar, layer().bytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Command.of("tar", "-xf", tar.toString(), "-C", directory.toString()).run().ok();
    return directory;
  }

  /** Its only layer, to be put below others. */
  public static LayerTar layer() {
    Path program = program();
    LayerTar tar = new LayerTar();
    for (String name :
        List.of(
            "bin", "dev", "etc", "home", "proc", "root", "sys", "usr", "usr/bin", "var",
            "var/www")) {
      tar.directory(name, 0755);
    }
    tar.directory("tmp", 01777);
    try {
      tar.file("bin/busybox", 0755, Files.readAllBytes(program));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Command.of(program, "--list").run().ok().lines().stream()
        .filter(applet -> !applet.equals("busybox"))
        .forEach(applet -> tar.link("bin/" + applet, "busybox"));
    tar.file(
        "etc/passwd",
        "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\nguest:x:1000:1000::/home:/bin/sh\n");
    tar.file("etc/group", "root:x:0:\nnogroup:x:65534:\nguest:x:1000:\nextra:x:2000:guest\n");
    return tar;
  }

  /** A static busybox program. */
  public static Path program() {
    Path unpacked = cache().resolve("busybox-static/bin/busybox");
    if (Files.isExecutable(unpacked)) {
      return unpacked;
    }
    Optional<Path> installed = Programs.find("busybox").filter(Busybox::isStatic);
    return installed.orElseGet(() -> download(unpacked));
  }

  private static Path download(Path unpacked) {
    String fetch =
        "apt-get download busybox-static && dpkg -x busybox-static_*.deb busybox-static && rm busybox-static_*.deb";
    Result result = fetch(fetch);
    if (result.exit() != 0) {
      result = fetch("apt-get update && " + fetch);
    }
    if (!Files.isExecutable(unpacked)) {
      throw new TestAbortedException(
          "no static busybox here, and apt could not fetch Debian's: " + result.err());
    }
    return unpacked;
  }

  private static Result fetch(String line) {
    return Command.shell(line).in(CACHE).timeout(Duration.ofMinutes(2)).run();
  }

  /**
   * A static program names no interpreter: its program headers have no PT_INTERP, which ldd tells
   * by its exit code.
   */
  private static boolean isStatic(Path program) {
    return Command.of("ldd", program.toString()).run().exit() != 0;
  }
}
