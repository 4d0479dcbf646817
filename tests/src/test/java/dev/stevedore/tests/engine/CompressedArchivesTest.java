package dev.stevedore.tests.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that somebody has compressed: {@code load}, {@code import} and {@code cp} take them. */
@WholeStack(needs = {"docker", "bzip2", "xz", "zstd"})
class CompressedArchivesTest {
  private static Engine engine;

  @BeforeAll
  static void start(Scratch scratch) {
    engine = Engine.start(scratch);
    engine.load(Busybox.archive());
  }

  private static Path compressed(String program, Path file) throws IOException {
    Path to = file.resolveSibling(file.getFileName() + "." + program);
    Command.shell("%s -c %s > %s".formatted(program, file, to)).run().ok();
    Files.delete(file);
    return to;
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "bzip2", "xz", "zstd"})
  void anImageIsLoaded(String program, Scratch scratch) throws IOException {
    Path archive = scratch.resolve("image.tar");
    engine.docker("save", "-o", archive.toString(), "busybox").run().ok();
    Path compressed = compressed(program, archive);

    assertThat(engine.docker("load", "-q", "-i", compressed.toString()).run().ok().text())
        .isEqualTo("Loaded image: busybox:latest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "bzip2", "xz", "zstd"})
  void aFileSystemIsImported(String program, Scratch scratch) throws IOException {
    Path archive = scratch.resolve("root.tar");
    engine.docker("create", "--name", "exported", "busybox").run().ok();
    engine.docker("export", "-o", archive.toString(), "exported").run().ok();
    engine.docker("rm", "exported").run().ok();
    Path compressed = compressed(program, archive);

    String image = engine.docker("import", compressed.toString()).run().ok().text();
    assertThat(engine.docker("run", "--rm", image, "echo", "here").run().ok().text())
        .isEqualTo("here");
    engine.docker("rmi", image).run().ok();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "bzip2", "xz", "zstd"})
  void filesAreCopiedIn(String program, Scratch scratch) throws IOException {
    Files.writeString(scratch.resolve("note"), "for you\n");
    Path archive = scratch.resolve("files.tar");
    Command.of("tar", "-C", scratch.resolve("").toString(), "-cf", archive.toString(), "note")
        .run()
        .ok();
    Path compressed = compressed(program, archive);

    engine.docker("create", "--name", "copied", "busybox", "cat", "/tmp/note").run().ok();
    engine.docker("cp", "-", "copied:/tmp").stdin(Files.readAllBytes(compressed)).run().ok();
    assertThat(engine.docker("start", "-a", "copied").run().ok().text()).isEqualTo("for you");
    engine.docker("rm", "copied").run().ok();
  }

  @Test
  void whatOnlyLooksCompressedIsRefused() {
    byte[] bytes = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 1, 2, 3};
    engine.docker("create", "--name", "untouched", "busybox").run().ok();

    Result result = engine.docker("cp", "-", "untouched:/tmp").stdin(bytes).run();

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("Error response from daemon: ")
        .doesNotContain("tar header");
    engine.docker("rm", "untouched").run().ok();
  }
}
