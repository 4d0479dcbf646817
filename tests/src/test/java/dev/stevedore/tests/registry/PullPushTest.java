package dev.stevedore.tests.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.images.DockerArchive;
import dev.stevedore.tests.harness.images.DockerArchive.Compression;
import dev.stevedore.tests.harness.images.ImageArchive;
import dev.stevedore.tests.harness.images.LayerTar;
import dev.stevedore.tests.harness.images.OciLayout;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.registry.RegistryServer;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Engine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our dockerd with both clients, Debian's docker-registry, and skopeo to look from outside. */
@WholeStack(needs = {"docker", "docker-registry", "skopeo", "setsid"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PullPushTest {
  private Engine engine;
  private RegistryServer registry;

  @BeforeAll
  void start(Scratch scratch) {
    registry = RegistryServer.open(scratch);
    OciLayout layers = new OciLayout(scratch.resolve("layers"));
    layers.image(
        "amd64",
        List.of("cat", "/one", "/two"),
        Busybox.layer(),
        new LayerTar().file("one", "1\n").file("two", "hidden\n"),
        new LayerTar().file("two", "2\n"));
    registry.push(layers.write(), "layers:1");
    OciLayout platforms = new OciLayout(scratch.resolve("platforms"));
    platforms.image("arm64", List.of("true"), new LayerTar().file("arm", "arm\n"));
    platforms.image("amd64", List.of("echo", "amd"), Busybox.layer());
    registry.push(platforms.write(), "platforms:1");
    registry.push(platforms.write(), "platforms:2");
    engine = Engine.start(scratch);
  }

  @AfterEach
  void removeImages() {
    List<String> ids = engine.docker("images", "-aq").run().ok().lines();
    for (String id : ids.stream().distinct().toList()) {
      engine.docker("rmi", "-f", id).run().ok();
    }
  }

  /** A command of the real client or of ours. */
  private Command cli(String client, String... args) {
    return client.equals("docker") ? engine.docker(args) : engine.stevedore(args);
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker", "stevedore"})
  void aPullTellsOfEachLayerAndTheImageRuns(String client) {
    String name = registry.image("layers:1");
    List<String> lines = cli(client, "pull", name).run().ok().lines();
    String digest = "sha256:" + sha256(registry.rawManifest("layers:1"));
    assertThat(lines).startsWith("1: Pulling from layers");
    assertThat(lines)
        .endsWith("Digest: " + digest, "Status: Downloaded newer image for " + name, name);
    for (String step : List.of("Pulling fs layer", "Download complete", "Pull complete")) {
      assertThat(lines.stream().filter(line -> line.endsWith(": " + step))).hasSize(3);
    }
    assertThat(cli(client, "run", "--rm", "--network", "none", name).run().ok().out())
        .isEqualTo("1\n2\n");
    assertThat(cli(client, "pull", name).run().ok().lines())
        .containsExactly(
            "1: Pulling from layers",
            "Digest: " + digest,
            "Status: Image is up to date for " + name,
            name);
    assertThat(cli(client, "inspect", "-f", "{{index .RepoDigests 0}}", name).run().ok().text())
        .isEqualTo(registry.image("layers@" + digest));
  }

  private static String sha256(String text) {
    return ImageArchive.sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker", "stevedore"})
  void aPushIsByteForByteWhatWasPulled(String client) {
    String source = registry.image("layers:1");
    String target = registry.image(client + "/copy:2");
    cli(client, "pull", "-q", source).run().ok();
    cli(client, "tag", source, target).run().ok();
    String pushed = cli(client, "push", target).run().ok().out();
    String manifest = registry.rawManifest(client + "/copy:2");
    assertThat(manifest).isEqualTo(registry.rawManifest("layers:1"));
    assertThat(pushed)
        .contains("The push refers to repository [" + registry.image(client + "/copy") + "]")
        .contains(": Mounted from layers\n")
        .endsWith("2: digest: sha256:%s size: %d\n".formatted(sha256(manifest), manifest.length()));
    assertThat(cli(client, "push", target).run().ok().out()).contains(": Layer already exists\n");
  }

  @Test
  void whatWasLoadedIsPushedAndPulledAgain() {
    engine.load(Busybox.archive());
    String name = registry.image("loaded:1");
    engine.docker("tag", "busybox", name).run().ok();
    assertThat(engine.docker("push", name).run().ok().out()).contains(": Pushed\n");
    removeImages();
    engine.docker("pull", name).run().ok();
    engine.docker("run", "--rm", "--network", "none", name, "true").run().ok();
  }

  @Test
  void plainLayersArePushedCompressed(Scratch scratch) {
    Path archive =
        new DockerArchive()
            .layer("a/layer.tar", Busybox.layer(), Compression.NONE)
            .write(scratch.resolve("plain.tar"), "plain:1", List.of("echo", "plain"));
    engine.load(archive);
    String name = registry.image("plain:1");
    engine.docker("tag", "plain:1", name).run().ok();
    engine.docker("push", name).run().ok();
    String manifest = registry.rawManifest("plain:1");
    assertThat(manifest).contains("tar.gzip");
    assertThat(engine.docker("push", name).run().ok().out())
        .contains(": Layer already exists\n", "sha256:" + sha256(manifest));
    removeImages();
    assertThat(engine.docker("run", "--rm", "--network", "none", name).run().ok().out())
        .isEqualTo("plain\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker", "stevedore"})
  void ofAnIndexTheRightPlatformIsTaken(String client) {
    String name = registry.image("platforms:1");
    assertThat(cli(client, "run", "--rm", "--network", "none", name).run().ok().out())
        .isEqualTo("amd\n");
    cli(client, "pull", "--platform", "linux/arm64", name).run().ok();
    assertThat(cli(client, "inspect", "-f", "{{.Architecture}}", name).run().ok().text())
        .isEqualTo("arm64");
    assertThat(cli(client, "pull", "--platform", "linux/s390x", name).run().exits(1).err())
        .contains("no matching manifest for linux/s390x in the manifest list entries");
    cli(client, "pull", name).run().ok();
    assertThat(cli(client, "inspect", "-f", "{{.Architecture}}", name).run().ok().text())
        .isEqualTo("amd64");
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker", "stevedore"})
  void allTagsOfARepositoryArePulledAndPushed(String client) {
    cli(client, "pull", "-a", registry.image("platforms")).run().ok();
    assertThat(
            cli(client, "images", "--format", "{{.Tag}}", registry.image("platforms"))
                .run()
                .ok()
                .lines())
        .containsExactlyInAnyOrder("1", "2");
    String target = registry.image(client + "/all");
    for (String tag : List.of("1", "2")) {
      cli(client, "tag", registry.image("platforms:" + tag), target + ":" + tag).run().ok();
    }
    assertThat(cli(client, "push", "-a", target).run().ok().out())
        .contains("1: digest: ", "2: digest: ");
    assertThat(registry.rawManifest(client + "/all:2"))
        .isEqualTo(registry.rawManifest(client + "/all:1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker", "stevedore"})
  void runPullsWhatIsMissing(String client) {
    String name = registry.image("layers:1");
    Result never = cli(client, "run", "--rm", "--pull", "never", name).run().exits(125);
    assertThat(never.err()).contains("No such image: " + name);
    Result result = cli(client, "run", "--rm", "--network", "none", name).run().ok();
    assertThat(result.err())
        .startsWith("Unable to find image '" + name + "' locally\n1: Pulling from layers\n");
    assertThat(result.out()).isEqualTo("1\n2\n");
    assertThat(
            cli(client, "create", "--pull", "always", "--network", "none", name).run().ok().err())
        .contains("Status: Image is up to date for " + name);
    engine.docker("container", "prune", "-f").run().ok();
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker", "stevedore"})
  void whatIsNotThereIsToldInDockersWords(String client) {
    assertThat(cli(client, "pull", registry.image("nothing:1")).run().exits(1).err())
        .isEqualTo(
            "Error response from daemon: manifest for %s not found: manifest unknown: manifest unknown\n"
                .formatted(registry.image("nothing:1")));
    assertThat(cli(client, "pull", "127.0.0.1:1/nobody").run().exits(1).err())
        .isEqualTo(
            "Error response from daemon: Get \"http://127.0.0.1:1/v2/\": dial tcp 127.0.0.1:1: connect: connection refused\n");
    assertThat(cli(client, "push", registry.image("nothing:1")).run().exits(1).err())
        .contains("An image does not exist locally with the tag: " + registry.image("nothing"));
    assertThat(cli(client, "search", "busybox").run().exits(1).err())
        .contains("search is not available");
  }

  @Test
  void theDigestGoesWithTheLastTag() {
    String name = registry.image("layers:1");
    engine.docker("pull", "-q", name).run().ok();
    engine.docker("tag", name, registry.image("layers:other")).run().ok();
    assertThat(engine.docker("rmi", name).run().ok().lines()).containsExactly("Untagged: " + name);
    List<String> lines = engine.docker("rmi", registry.image("layers:other")).run().ok().lines();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).startsWith("Untagged: " + registry.image("layers@sha256:"));
    assertThat(lines.get(2)).startsWith("Deleted: sha256:");
    assertThat(engine.docker("images", "-aq").run().ok().out()).isEmpty();
  }

  @Test
  void anImageIsPulledByItsDigest() {
    String name = registry.image("layers@sha256:" + sha256(registry.rawManifest("layers:1")));
    engine.docker("pull", name).run().ok();
    assertThat(engine.docker("run", "--rm", "--network", "none", name).run().ok().out())
        .isEqualTo("1\n2\n");
    assertThat(engine.docker("images", "--format", "{{.Tag}}").run().ok().text())
        .isEqualTo("<none>");
  }
}
