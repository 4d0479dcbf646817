package dev.stevedore.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.images.ImageArchive;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.leaks.Cgroups;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Engine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What fails says why, and leaves nothing: no file, mount or cgroup with the container's id, no
 * content of an image that was refused.
 */
@WholeStack(needs = {"docker"})
class NothingIsLeftTest {
  private static Engine engine;
  private List<String> content = List.of();

  @BeforeAll
  static void start(Scratch scratch) {
    engine = Engine.start(scratch);
    engine.load(Busybox.archive());
  }

  @BeforeEach
  void rememberContent() {
    content = blobs();
  }

  @Test
  void aContainerThatRanAndWasRemoved() {
    String id = engine.docker("run", "-d", "busybox", "sleep", "1000").run().ok().text();
    assertThat(traces(id)).isNotEmpty();
    assertThat(Cgroups.containing(id)).isNotEmpty();
    engine.docker("rm", "-f", id).run().ok();
    assertThat(traces(id)).isEmpty();
    assertThat(Cgroups.containing(id)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-such-command", "/etc/passwd"})
  void aContainerThatDidNotStart(String command, Scratch scratch) {
    Path idFile = scratch.resolve("id");
    Result failed = engine.docker("run", "--cidfile", idFile.toString(), "busybox", command).run();
    assertThat(failed.exit()).isIn(126, 127);
    String id = engine.docker("ps", "-aq", "--no-trunc").run().ok().text();
    assertThat(Cgroups.containing(id)).isEmpty();
    assertThat(engine.docker("inspect", "-f", "{{.State.Status}}", id).run().ok().text())
        .isEqualTo("created");
    engine.docker("rm", id).run().ok();
    assertThat(traces(id)).isEmpty();
  }

  @Test
  void aMountThatFails() {
    Result failed =
        engine
            .docker(
                "run", "--rm", "--mount", "type=bind,src=/no/such/path,dst=/x", "busybox", "true")
            .run()
            .exits(125);
    assertThat(failed.err()).contains("/no/such/path");
    assertThat(engine.docker("ps", "-aq").run().ok().out()).isEmpty();
  }

  @Test
  void unknownNetworksAreRefusedWithAReason() {
    Result failed =
        engine.docker("run", "--rm", "--network", "nowhere", "busybox", "true").run().exits(125);
    assertThat(failed.err()).contains("network nowhere not found");
    assertThat(engine.docker("ps", "-aq").run().ok().out()).isEmpty();
  }

  static Stream<Named<Consumer<ImageArchive>>> brokenImages() {
    return Stream.of(
        Named.of(
            "a layer cut short",
            a -> a.entries().computeIfPresent(a.layer(), (n, b) -> Arrays.copyOf(b, b.length / 2))),
        Named.of(
            "a layer with one bit changed",
            a -> a.entries().computeIfPresent(a.layer(), (n, b) -> flipped(b))),
        Named.of("a layer that is missing", a -> a.entries().remove(a.layer())),
        Named.of(
            "a configuration of another digest",
            a ->
                a.entries()
                    .computeIfPresent(
                        a.config(),
                        (n, b) ->
                            text(new String(b, StandardCharsets.UTF_8).replace("amd64", "riscv")))),
        Named.of(
            "an index that is no JSON",
            a -> {
              a.entries().put("index.json", text("{\"manifests\": ["));
              a.entries().put("manifest.json", text("[{"));
            }));
  }

  @ParameterizedTest
  @MethodSource("brokenImages")
  void aBrokenImage(Consumer<ImageArchive> breakIt, Scratch scratch) {
    // Random content, so that nothing of it is there before.
    ImageArchive archive =
        new ImageArchive(
            "broken:latest",
            List.of("true"),
            new dev.stevedore.tests.harness.images.LayerTar().file("f", 0644, random(200_000)));
    breakIt.accept(archive);
    Result failed =
        engine
            .docker("load", "-i", archive.write(scratch.resolve("broken.tar")).toString())
            .run()
            .exits(1);
    assertThat(failed.err()).isNotBlank();
    assertThat(engine.docker("images", "-q", "broken").run().ok().out()).isEmpty();
    assertSoonTheSameContent();
    engine.docker("run", "--rm", "busybox", "true").run().ok();
  }

  @Test
  void badJsonIsA400() {
    Result answer =
        Command.of(
                "curl",
                "-sS",
                "--unix-socket",
                engine.socket().toString(),
                "-H",
                "Content-Type: application/json",
                "-d",
                "{\"Image\": ",
                "-w",
                "\n%{http_code}",
                "http://docker/v1.47/containers/create")
            .run()
            .ok();
    assertThat(answer.lines().getLast()).isEqualTo("400");
    assertThat(answer.lines().getFirst()).startsWith("{\"message\":");
  }

  @Test
  void anUnknownPathIsA404() {
    Result answer =
        Command.of(
                "curl",
                "-sS",
                "--unix-socket",
                engine.socket().toString(),
                "-w",
                "\n%{http_code}",
                "http://docker/v1.47/no/such/thing")
            .run()
            .ok();
    assertThat(answer.lines().getLast()).isEqualTo("404");
    assertThat(answer.lines().getFirst()).isEqualTo("{\"message\":\"page not found\"}");
  }

  private void assertSoonTheSameContent() {
    org.awaitility.Awaitility.await()
        .atMost(java.time.Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(blobs()).isEqualTo(content));
  }

  /** The files of the content store and of unfinished writes to it. */
  private static List<String> blobs() {
    return find(
        engine.dataRoot(),
        path -> Files.isRegularFile(path) && path.toString().matches(".*/(blobs|ingest)/.*"));
  }

  /** Every path below the engine's roots, and every mount, with the id in its name. */
  private static List<String> traces(String id) {
    List<String> all =
        new java.util.ArrayList<>(
            find(engine.dataRoot(), path -> path.getFileName().toString().contains(id)));
    all.addAll(find(engine.execRoot(), path -> path.getFileName().toString().contains(id)));
    all.addAll(
        dev.stevedore.tests.harness.leaks.Mounts.points().stream()
            .filter(point -> point.contains(id))
            .toList());
    return all;
  }

  private static List<String> find(Path root, java.util.function.Predicate<Path> which) {
    Result found = Command.of("find", root.toString(), "-xdev").run();
    return found.lines().stream().filter(line -> which.test(Path.of(line))).sorted().toList();
  }

  private static byte[] flipped(byte[] bytes) {
    byte[] changed = bytes.clone();
    changed[changed.length / 2] ^= 1;
    return changed;
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new java.util.Random().nextBytes(bytes);
    return bytes;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
