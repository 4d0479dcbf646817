package dev.stevedore.aot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A digest of all that goes into a native program, kept beside it: compiling takes 20 s, so it is
 * done only when a class changed.
 */
final class Stamp {
  private final NativeProgram program;
  private final Path file;
  private final String digest;

  private Stamp(NativeProgram program, String digest) {
    this.program = program;
    this.file = program.binary().resolveSibling(program.binary().getFileName() + ".stamp");
    this.digest = digest;
  }

  static Stamp of(NativeProgram program) throws IOException {
    MessageDigest sha256 = sha256();
    String settings =
        program.mainClass()
            + program.minHeapKib()
            + ","
            + program.maxHeapKib()
            + program.libraries();
    sha256.update(settings.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    sha256.update(own("NativeBuild.class"));
    sha256.update(own("StaticHeaders.class"));
    sha256.update(own("StillHeap.class"));
    sha256.update(own("fiber.c"));
    for (Path entry : program.classPath()) {
      for (Path classFile : files(entry)) {
        sha256.update(Files.readAllBytes(classFile));
      }
    }
    return new Stamp(program, HexFormat.of().formatHex(sha256.digest()));
  }

  boolean isFresh() throws IOException {
    return Files.exists(program.binary())
        && Files.exists(file)
        && Files.readString(file).equals(digest);
  }

  void write() throws IOException {
    Files.writeString(file, digest);
  }

  /** How we build is an input, too. */
  private static byte[] own(String resource) throws IOException {
    try (var in = Stamp.class.getResourceAsStream(resource)) {
      return in == null ? new byte[0] : in.readAllBytes();
    }
  }

  private static List<Path> files(Path entry) {
    if (!Files.exists(entry)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(entry)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
