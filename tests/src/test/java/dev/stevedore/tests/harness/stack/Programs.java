package dev.stevedore.tests.harness.stack;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Where our programs and theirs are. */
public final class Programs {
  private static final Path ROOT =
      Path.of(System.getProperty("stevedore.root", "..")).toAbsolutePath().normalize();

  private Programs() {}

  /** The repository's top directory. */
  public static Path root() {
    return ROOT;
  }

  /** The directory of our built programs. */
  public static Path bin() {
    return ROOT.resolve("dist/target/stevedore/bin");
  }

  /** Our CLI. */
  public static Path stevedore() {
    return ours("stevedore");
  }

  /** Our dockerd. */
  public static Path stevedored() {
    return ours("stevedored");
  }

  /** Our containerd. */
  public static Path containerd() {
    return ours("stevedore-containerd");
  }

  /** Our shim. */
  public static Path shim() {
    return ours("containerd-shim-stevedore-v1");
  }

  /** Our runtime. */
  public static Path runc() {
    return ours("stevedore-runc");
  }

  private static Path ours(String name) {
    Path program = bin().resolve(name);
    if (!Files.isExecutable(program)) {
      throw new AssertionError(program + " is missing: build first (./mvnw -Dquick package)");
    }
    return program;
  }

  /** The real docker CLI: the newest one on this machine comes first on PATH. */
  public static Path docker() {
    return peer("docker");
  }

  /**
   * A peer's program on PATH or in the sbin directories; fails if it is missing, see {@link Peers}.
   */
  public static Path peer(String name) {
    return find(name).orElseThrow(() -> new AssertionError(name + " is not installed"));
  }

  /** A program on PATH or in the sbin directories. */
  public static Optional<Path> find(String name) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin";
    return Stream.of(path.split(File.pathSeparator))
        .filter(dir -> !dir.isEmpty())
        .map(dir -> Path.of(dir, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** PATH with our programs first, for daemons that look for the shim and the runtime. */
  public static String searchPath() {
    return bin() + ":" + System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
  }
}
