package dev.stevedore.tests.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.images.DockerArchive;
import dev.stevedore.tests.harness.images.DockerArchive.Compression;
import dev.stevedore.tests.harness.images.LayerTar;
import dev.stevedore.tests.harness.images.OciLayout;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Engine;
import dev.stevedore.tests.harness.stack.Programs;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Archives of images, as several programs write them, in and out. */
@WholeStack(needs = {"docker", "skopeo", "setsid"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageArchivesTest {
  private static final List<String> SHOW = List.of("cat", "/one", "/two");

  private Engine engine;

  @BeforeAll
  void start(Scratch scratch) {
    engine = Engine.start(scratch);
  }

  @AfterEach
  void removeImages() {
    for (String id : engine.docker("images", "-aq").run().ok().lines()) {
      engine.docker("rmi", "-f", id).run();
    }
  }

  private void runs(String name) {
    assertThat(engine.docker("run", "--rm", "--network", "none", name).run().ok().out())
        .isEqualTo("1\n2\n");
  }

  private static LayerTar lower() {
    return new LayerTar().file("one", "1\n").file("two", "hidden\n");
  }

  private static LayerTar upper() {
    return new LayerTar().file("two", "2\n");
  }

  @ParameterizedTest
  @CsvSource({
    "%s/layer.tar, NONE",
    "%s/layer.tar, GZIP",
    "%s/layer.tar, ZSTD",
    "%s.tar, NONE",
    "%s.tar, GZIP"
  })
  void anArchiveOfAnOlderDockerIsLoaded(String path, Compression compression, Scratch scratch) {
    Path archive =
        new DockerArchive()
            .layer(path.formatted("a"), Busybox.layer(), compression)
            .layer(path.formatted("b"), lower(), compression)
            .layer(path.formatted("c"), upper(), compression)
            .write(scratch.resolve("old.tar"), "old:1", SHOW);
    assertThat(engine.docker("load", "-q", "-i", archive.toString()).run().ok().text())
        .isEqualTo("Loaded image: old:1");
    runs("old:1");
  }

  @Test
  void anArchiveOfSkopeoIsLoaded(Scratch scratch) {
    Path layout =
        new OciLayout(scratch.resolve("layout"))
            .image("amd64", SHOW, Busybox.layer(), lower(), upper())
            .write();
    Path archive = scratch.resolve("skopeo.tar");
    Command.of(
            Programs.peer("skopeo"),
            "copy",
            "oci:" + layout,
            "docker-archive:" + archive + ":skopeo:1")
        .run()
        .ok();
    engine.docker("load", "-i", archive.toString()).run().ok();
    runs("skopeo:1");
  }

  @Test
  void whatIsSavedIsLoadedAgainAndReadByOthers(Scratch scratch) {
    Path first =
        new DockerArchive()
            .layer("a/layer.tar", Busybox.layer(), Compression.GZIP)
            .layer("b/layer.tar", lower(), Compression.GZIP)
            .layer("c/layer.tar", upper(), Compression.GZIP)
            .write(scratch.resolve("old.tar"), "old:1", SHOW);
    engine.load(first);
    engine.docker("tag", "old:1", "old:2").run().ok();
    String id = engine.docker("images", "-q", "--no-trunc", "old:1").run().ok().text();
    Path saved = scratch.resolve("saved.tar");
    engine.docker("save", "-o", saved.toString(), "old").run().ok();
    removeImages();
    assertThat(engine.stevedore("load", "-i", saved.toString()).run().ok().lines())
        .containsExactlyInAnyOrder("Loaded image: old:1", "Loaded image: old:2");
    assertThat(engine.docker("images", "-q", "--no-trunc", "old:2").run().ok().text())
        .isEqualTo(id);
    runs("old:2");
    for (String kind : List.of("docker-archive:", "oci-archive:")) {
      Path one = scratch.resolve("one.tar");
      engine.stevedore("save", "-o", one.toString(), "old:1").run().ok();
      Command.of(Programs.peer("skopeo"), "copy", kind + one, "dir:" + scratch.directory("copied"))
          .run()
          .ok();
    }
  }

  @Test
  void whatIsNotThereIsNotSaved() {
    assertThat(engine.docker("save", "nothing:1").run().exits(1).err())
        .contains("No such image: nothing:1");
  }

  @Test
  void onePlatformOfAnArchiveIsLoaded(Scratch scratch) {
    Path layout =
        new OciLayout(scratch.resolve("layout"))
            .image("arm64", List.of("true"), new LayerTar().file("arm", "arm\n"))
            .image("amd64", SHOW, Busybox.layer(), lower(), upper())
            .write();
    Path archive = scratch.resolve("both.tar");
    Command.of("tar", "-cf", archive.toString(), "-C", layout.toString(), ".").run().ok();
    String loaded =
        engine
            .docker("load", "-q", "--platform", "linux/arm64", "-i", archive.toString())
            .run()
            .ok()
            .text();
    String id = loaded.replace("Loaded image ID: ", "");
    assertThat(engine.docker("inspect", "-f", "{{.Architecture}}", id).run().ok().text())
        .isEqualTo("arm64");
  }
}
