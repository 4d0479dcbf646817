package dev.stevedore.tests.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Engine;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Sizes of volumes and containers, on a file system with project quotas. Where the kernel has none
 * these tests are skipped; {@link VolumesTest} has the refusal.
 */
@WholeStack(needs = {"docker", "mkfs.ext4"})
class QuotasTest {
  private static Engine engine;

  @BeforeAll
  static void start(Scratch scratch) {
    Path image = scratch.resolve("quota.img");
    Path disk = scratch.directory("disk");
    Command.shell("truncate -s 400M %1$s && mkfs.ext4 -q -O quota,project %1$s".formatted(image))
        .run()
        .ok();
    Result mounted =
        Command.of("mount", "-o", "loop,prjquota", image.toString(), disk.toString()).run();
    assumeTrue(mounted.exit() == 0, "no project quotas in this kernel: " + mounted.err());
    scratch.owns(() -> Command.of("umount", disk.toString()).run().ok());
    engine =
        Engine.start(
            scratch, "--data-root=" + disk.resolve("data"), "--storage-opt=overlay2.size=6M");
    engine.load(Busybox.archive());
  }

  private static String docker(String... arguments) {
    return engine.docker(arguments).run().ok().text();
  }

  private static void run(String name, String... options) {
    Stream<String> first = Stream.of("run", "-d", "--name", name, "--network", "none");
    docker(
        Stream.of(first, Stream.of(options), Stream.of("busybox", "sleep", "100"))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }

  /** Writes 8 MiB. */
  private static Result fill(String container, String directory) {
    String much = "of=" + directory + "/much";
    return engine.docker("exec", container, "dd", "if=/dev/zero", much, "bs=1M", "count=8").run();
  }

  @Test
  void aVolumeHoldsNoMoreThanItsSizeAlsoAfterTheDaemonWasKilled() {
    docker("volume", "create", "-o", "size=4M", "small");
    docker("volume", "create", "other");
    assertThat(docker("volume", "inspect", "-f", "{{.Options.size}}", "small")).isEqualTo("4M");
    run("holder", "-v", "small:/s", "-v", "other:/o");
    assertThat(fill("holder", "/s").exits(1).err()).containsIgnoringCase("quota exceeded");
    fill("holder", "/o").ok();
    docker("exec", "holder", "rm", "/s/much");
    engine.crash();
    fill("holder", "/s").exits(1);
    docker("rm", "-f", "holder");
    docker("volume", "rm", "small", "other");
    docker("volume", "create", "small");
    run("fresh", "-v", "small:/s");
    fill("fresh", "/s").ok();
    docker("rm", "-f", "fresh");
    docker("volume", "rm", "small");
  }

  @Test
  void aContainersLayerHoldsNoMoreThanItsSize() {
    run("limited", "--storage-opt", "size=4M");
    assertThat(fill("limited", "/root").exits(1).err()).containsIgnoringCase("quota exceeded");
    docker(
        "exec",
        "limited",
        "sh",
        "-c",
        "rm /root/much && mkdir /d && mv /etc/passwd /d && rm /bin/wget");
    docker("restart", "-t", "0", "limited");
    fill("limited", "/d").exits(1);
    assertThat(docker("inspect", "-f", "{{.HostConfig.StorageOpt.size}}", "limited"))
        .isEqualTo("4M");
    docker("rm", "-f", "limited");
  }

  @Test
  void aLayerWithoutASizeHasTheDaemons() {
    run("usual");
    assertThat(fill("usual", "/root").exits(1).err()).containsIgnoringCase("quota exceeded");
    run("larger", "--storage-opt", "size=20M");
    fill("larger", "/root").ok();
    docker("rm", "-f", "usual", "larger");
  }
}
