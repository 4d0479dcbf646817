package dev.stevedore.tests.harness.images;

import dev.stevedore.tests.harness.stack.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An image with nothing but our own static program, under another name than the one the engine
 * itself brings.
 */
public final class Hello {
  /** What the image is called. */
  public static final String NAME = "hello-tests";

  private Hello() {}

  /** Writes the archive. */
  public static Path archive(Path file) {
    Path program = Programs.root().resolve("hello/target/hello");
    try {
      LayerTar layer = new LayerTar().file("hello", 0755, Files.readAllBytes(program));
      return new ImageArchive(NAME + ":latest", List.of("/hello"), layer).write(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
