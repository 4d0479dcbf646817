package dev.stevedore.tests.containerd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.images.ImageArchive;
import dev.stevedore.tests.harness.images.LayerTar;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Background;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Containerd;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Images, content and snapshots of our containerd. */
@WholeStack(needs = {"ctr"})
class StoreTest {
  private static final String IMAGE = "docker.io/library/busybox:latest";

  @SuppressWarnings("NullAway.Init")
  private Containerd containerd;

  @BeforeEach
  void start(Scratch scratch) {
    containerd = Containerd.ours(scratch);
  }

  private Command ctr(String... args) {
    return containerd.ctr(args);
  }

  private Path snapshots() {
    return containerd.root().resolve("io.containerd.snapshotter.v1.overlayfs/snapshots");
  }

  private Path content(String directory) {
    return containerd.root().resolve("io.containerd.content.v1.content").resolve(directory);
  }

  @Test
  void anImageIsThereAfterAKillAndGoesWhollyWhenRemoved() {
    ctr("images", "import", Busybox.archive().toString()).run().ok();
    containerd.service().kill9();
    containerd.service().start();

    assertThat(ctr("images", "check").run().ok().out()).contains(IMAGE).contains("complete");
    assertThat(ctr("snapshots", "ls").run().ok().out()).contains("Committed");
    // Counted when there was time for it, or now.
    assertThat(ctr("snapshots", "usage").run().ok().out())
        .containsPattern("[1-9][.0-9]* MiB +[1-9]");
    // It goes on being one image in one namespace.
    assertThat(ctr("-n", "other", "images", "ls", "-q").run().ok().out()).isEmpty();

    ctr("images", "rm", "--sync", IMAGE).run().ok();
    assertThat(ctr("content", "ls", "-q").run().ok().out()).isEmpty();
    await().untilAsserted(() -> assertThat(snapshots()).isEmptyDirectory());
    assertThat(content("blobs/sha256")).isEmptyDirectory();
  }

  @Test
  void contentThatIsNotWhatItSaysIsRefusedAndLeavesNothing(Scratch scratch) {
    ImageArchive archive = Busybox.image("broken:latest");
    archive
        .entries()
        .computeIfPresent(
            archive.layer(),
            (name, bytes) -> {
              bytes[bytes.length / 2] ^= 1;
              return bytes;
            });
    Result failed =
        ctr("images", "import", archive.write(scratch.resolve("broken.tar")).toString()).run();

    assertThat(failed.exit()).isNotZero();
    assertThat(failed.err()).contains("digest");
    assertThat(snapshots()).isEmptyDirectory();
    // It goes with ctr's lease.
    await().untilAsserted(() -> assertThat(content("ingest")).isEmptyDirectory());
    // ctr notes the image before it is complete; with the image everything goes.
    ctr("images", "rm", "--sync", "docker.io/library/broken:latest").run().ok();
    ctr("leases", "ls", "-q").run().lines().forEach(id -> ctr("leases", "rm", id).run());
    await().untilAsserted(() -> assertThat(content("blobs/sha256")).isEmptyDirectory());
  }

  @Test
  void aLayerThatIsNoArchiveIsRefusedAndLeavesNoSnapshot(Scratch scratch) {
    byte[] noise = new byte[50_000];
    new Random(1).nextBytes(noise);
    ImageArchive archive =
        new ImageArchive("noise:latest", List.of("true"), new LayerTar().file("f", 0644, noise));
    // A layer with its right digest, whose uncompressed content is another one's.
    byte[] config = archive.entries().get(archive.config());
    String changed =
        new String(config, StandardCharsets.UTF_8)
            .replaceAll("sha256:[0-9a-f]{8}", "sha256:01234567");
    String digest = ImageArchive.sha256(changed.getBytes(StandardCharsets.UTF_8));
    String old = archive.config().substring(archive.config().lastIndexOf('/') + 1);
    String manifest =
        new String(archive.entries().get(archive.manifest()), StandardCharsets.UTF_8)
            .replace(old, digest);
    String oldManifest = archive.manifest().substring(archive.manifest().lastIndexOf('/') + 1);
    String newManifest = ImageArchive.sha256(manifest.getBytes(StandardCharsets.UTF_8));
    archive.entries().put("blobs/sha256/" + digest, changed.getBytes(StandardCharsets.UTF_8));
    archive.entries().put("blobs/sha256/" + newManifest, manifest.getBytes(StandardCharsets.UTF_8));
    archive
        .entries()
        .computeIfPresent(
            "index.json",
            (name, bytes) ->
                new String(bytes, StandardCharsets.UTF_8)
                    .replace(oldManifest, newManifest)
                    .getBytes(StandardCharsets.UTF_8));
    archive.entries().remove("manifest.json");
    Result failed =
        ctr("images", "import", archive.write(scratch.resolve("noise.tar")).toString()).run();

    assertThat(failed.exit()).isNotZero();
    assertThat(failed.err()).contains("wrong diff id");
    await().untilAsserted(() -> assertThat(snapshots()).isEmptyDirectory());
  }

  @Test
  void aWriterThatIsKilledLetsOthersWrite() {
    byte[] whole = new byte[1_200_000];
    new Random(2).nextBytes(whole);
    String digest = "sha256:" + ImageArchive.sha256(whole);
    String size = Integer.toString(whole.length);
    String[] ingest = {
      "content", "ingest", "--expected-digest", digest, "--expected-size", size, "big"
    };
    try (Background writing = ctr(ingest).stdinOpen().start()) {
      writing.send("x");
      await().until(() -> ctr("content", "active").run().ok().out().contains("big"));
      writing.signal("KILL");
    }

    ctr(ingest).stdin(whole).run().ok();
    assertThat(ctr("content", "ls", "-q").run().ok().lines()).containsExactly(digest);
    assertThat(ctr("content", "active").run().ok().out()).doesNotContain("big");
  }

  @Test
  void aSecondContainerdOnTheSameRootRefuses() {
    Result second =
        Command.of(
                dev.stevedore.tests.harness.stack.Programs.containerd(),
                "--root",
                containerd.root().toString(),
                "--state",
                containerd.state().toString(),
                "--address",
                containerd.socket() + "2")
            .run();

    assertThat(second.exit()).isNotZero();
    assertThat(second.err()).contains("another containerd is running on " + containerd.root());
  }

  @Test
  void theCommandLineSaysWhatIsWrong(Scratch scratch) {
    Path program = dev.stevedore.tests.harness.stack.Programs.containerd();
    assertThat(Command.of(program, "--version").run().ok().out())
        .startsWith("containerd stevedore");
    assertThat(Command.of(program, "config", "default").run().ok().out())
        .contains("version = 3")
        .contains("address = \"/run/stevedore/containerd/containerd.sock\"");
    assertThat(Command.of(program, "--nonsense").run().err()).contains("--nonsense");
    Path config = scratch.write(scratch.resolve("bad.toml"), "version = 2\nroot = 1\n");
    Result bad = Command.of(program, "--config", config.toString()).run();
    assertThat(bad.exit()).isNotZero();
    assertThat(bad.err()).contains(config + ": root must be a string");
  }
}
