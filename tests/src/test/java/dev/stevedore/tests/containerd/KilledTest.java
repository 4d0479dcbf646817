package dev.stevedore.tests.containerd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.images.ImageArchive;
import dev.stevedore.tests.harness.images.LayerTar;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Background;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.registry.RegistryServer;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Containerd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Kills our containerd at random moments while clients pull, import, unpack, commit snapshots, and
 * create and delete containers; after each start the store must be whole. The moments follow from
 * the seed; {@code -Dstevedore.kills=500} does more rounds.
 */
@WholeStack(needs = {"ctr", "docker-registry"})
class KilledTest {
  private static final int ROUNDS = Integer.getInteger("stevedore.kills", 3);
  private static final long SEED = Long.getLong("stevedore.seed", 20261124);

  private final Random random = new Random(SEED);

  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void nothingIsLostAndNothingIsLeft(Scratch scratch) {
    Containerd containerd = Containerd.ours(scratch);
    containerd.ctr("images", "import", Busybox.archive().toString()).run().ok();
    String pulled = RegistryServer.open(scratch).image("pulled:latest");
    String local = "docker.io/library/pulled:latest";
    Path archive = image(scratch, "pulled:latest", 2);
    containerd.ctr("images", "import", "--no-unpack", archive.toString()).run().ok();
    containerd.ctr("images", "push", "--plain-http", pulled, local).run().ok();
    containerd.ctr("images", "rm", "--sync", local).run().ok();
    Path big = image(scratch, "big:latest", 1);
    Set<String> containers = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      int delay = 20 + random.nextInt(700);
      List<String> done = work(containerd, big, pulled, round, delay);
      containerd.service().start();
      note(done, containers);
      assertWhole(containerd, containers, "round %d, killed after %d ms".formatted(round, delay));
    }
  }

  private static Path image(Scratch scratch, String name, long seed) {
    byte[] noise = new byte[8_000_000];
    new Random(seed).nextBytes(noise);
    LayerTar layer = new LayerTar();
    for (int i = 0; i < 300; i++) {
      layer.file("files/" + i, "text " + i);
    }
    layer.file("noise", 0644, noise);
    return new ImageArchive(name, List.of("true"), layer)
        .write(scratch.resolve("image" + seed + ".tar"));
  }

  /** Lets clients work, kills, and gives what they were told to be done. */
  private static List<String> work(
      Containerd containerd, Path big, String pulled, int round, int delay) {
    String ctr = String.join(" ", containerd.ctr().argv());
    String image = "docker.io/library/busybox:latest";
    List<Background> clients = new ArrayList<>();
    clients.add(
        loop(
            ctr
                + " images import "
                + big
                + "; "
                + ctr
                + " images rm --sync docker.io/library/big:latest"));
    clients.add(
        loop(
            ctr
                + " images pull --plain-http "
                + pulled
                + "; "
                + ctr
                + " images rm --sync "
                + pulled));
    clients.add(
        loop(
            ctr
                + " snapshots prepare a"
                + round
                + "-$i && "
                + ctr
                + " snapshots commit b"
                + round
                + "-$i a"
                + round
                + "-$i && "
                + ctr
                + " snapshots rm b"
                + round
                + "-$i"));
    String name = "c" + round + "-$i";
    clients.add(
        loop(
            ctr
                + " containers create "
                + image
                + " "
                + name
                + " && echo made "
                + name
                + "; if [ $((i % 2)) = 0 ]; then echo deleted "
                + name
                + "; "
                + ctr
                + " containers delete "
                + name
                + "; fi"));
    Pause.millis(delay);
    containerd.service().kill9();
    List<String> done = new ArrayList<>();
    for (Background client : clients) {
      // With the ctr it has started, which would wait for a server for ever.
      ProcessHandle shell = ProcessHandle.of(client.pid()).orElseThrow();
      client.signal("STOP");
      shell.descendants().forEach(ProcessHandle::destroyForcibly);
      client.signal("KILL");
      client.await(Duration.ofSeconds(20));
      done.addAll(client.out().lines().toList());
      client.close();
    }
    return done;
  }

  private static Background loop(String body) {
    String counting = "i=0; while [ $i -lt 1000 ]; do i=$((i + 1)); ";
    return Command.of("sh", "-c", counting + body + "; done").start();
  }

  /** What is being deleted when the kill comes may be there or not. */
  private static void note(List<String> done, Set<String> containers) {
    for (String line : done) {
      if (line.startsWith("made ")) {
        containers.add(line.substring("made ".length()));
      } else if (line.startsWith("deleted ")) {
        containers.remove(line.substring("deleted ".length()));
      }
    }
  }

  private static void assertWhole(Containerd containerd, Set<String> containers, String when) {
    assertThat(containerd.ctr("containers", "ls", "-q").run().ok().lines())
        .as("containers, %s", when)
        .containsAll(containers);
    assertThat(containerd.ctr("images", "check").run().ok().out())
        .as("images, %s", when)
        .doesNotContain("incomplete")
        .contains("busybox");
    Path blobs = containerd.root().resolve("io.containerd.content.v1.content/blobs/sha256");
    List<String> known = containerd.ctr("content", "ls", "-q").run().ok().lines();
    for (String digest : known) {
      assertThat(sha256(blobs.resolve(digest.substring("sha256:".length()))))
          .as("content, %s", when)
          .isEqualTo(digest);
    }
    await()
        .untilAsserted(
            () -> {
              assertThat(names(blobs).stream().map(it -> "sha256:" + it))
                  .as("blobs, %s", when)
                  .containsExactlyInAnyOrderElementsOf(
                      containerd.ctr("content", "ls", "-q").run().ok().lines());
              Path root = containerd.root().resolve("io.containerd.snapshotter.v1.overlayfs");
              int rows = containerd.ctr("snapshots", "ls").run().ok().lines().size() - 1;
              assertThat(names(root.resolve("snapshots"))).as("snapshots, %s", when).hasSize(rows);
              assertThat(names(root.resolve("removed"))).as("removed, %s", when).isEmpty();
              assertThat(names(root.resolve("new"))).as("new, %s", when).isEmpty();
            });
    assertThat(Command.of("cat", "/proc/self/mountinfo").run().ok().out())
        .as("mounts, %s", when)
        .doesNotContain(containerd.root().toString());
  }

  private static String sha256(Path file) {
    try {
      return "sha256:" + ImageArchive.sha256(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> names(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(it -> it.getFileName().toString()).collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
