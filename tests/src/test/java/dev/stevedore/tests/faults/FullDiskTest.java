package dev.stevedore.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.images.ImageArchive;
import dev.stevedore.tests.harness.images.LayerTar;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A data root on a small file system: what does not fit is refused, what is there goes on. */
@WholeStack(needs = {"docker"})
class FullDiskTest {
  private static Engine engine;
  private static long free;

  @BeforeAll
  static void start(Scratch scratch) {
    Path disk = scratch.directory("disk");
    Command.of("mount", "-t", "tmpfs", "-o", "size=32m", "stevedore-tests", disk.toString())
        .run()
        .ok();
    scratch.owns(() -> Command.of("umount", disk.toString()).run().ok());
    engine = Engine.start(scratch, "--data-root=" + disk.resolve("data"));
    engine.load(Busybox.archive());
    engine.docker("run", "--rm", "busybox", "true").run().ok();
    free = freeMegabytes();
  }

  /** What was taken is free again, but for a megabyte that databases may have grown by. */
  private static void awaitSpace() {
    org.awaitility.Awaitility.await()
        .untilAsserted(() -> assertThat(freeMegabytes()).isGreaterThanOrEqualTo(free - 1));
  }

  private static Path image(Scratch scratch, String name, int megabytes) {
    byte[] noise = new byte[megabytes << 20];
    new Random().nextBytes(noise);
    return new ImageArchive(name, List.of("true"), new LayerTar().file("noise", 0644, noise))
        .write(scratch.resolve("big.tar"));
  }

  @Test
  void anImageThatDoesNotFitIsRefusedAndItsSpaceIsFreeAgain(Scratch scratch) {
    Result failed =
        engine.docker("load", "-i", image(scratch, "big:1", 40).toString()).run().exits(1);
    assertThat(failed.err()).containsIgnoringCase("no space left on device");
    assertThat(engine.docker("images", "-q", "big").run().ok().out()).isEmpty();
    awaitSpace();
    engine.docker("run", "--rm", "busybox", "true").run().ok();
  }

  @Test
  void anImageThatFitsPackedButNotUnpackedIsRefusedToo(Scratch scratch) {
    Result failed = engine.docker("load", "-i", image(scratch, "half:1", 13).toString()).run();
    // It may be unpacked at load, as Docker does, or at the first container.
    if (failed.exit() == 0) {
      failed = engine.docker("run", "--rm", "half:1", "true").run().exits(125);
      engine.docker("rmi", "half:1").run().ok();
    }
    assertThat(failed.err()).containsIgnoringCase("no space left on device");
    awaitSpace();
    engine.docker("run", "--rm", "busybox", "true").run().ok();
  }

  @Test
  void aContainerThatFillsTheDiskIsStillStoppedAndRemoved() {
    engine
        .docker(
            "run",
            "-d",
            "--name",
            "hog",
            "busybox",
            "sh",
            "-c",
            "cat /dev/zero > /fill; echo full; sleep 1000")
        .run()
        .ok();
    org.awaitility.Awaitility.await().untilAsserted(() -> assertThat(freeMegabytes()).isZero());
    engine.docker("ps").run().ok();
    engine.docker("exec", "hog", "true").run().ok();
    engine.docker("stop", "-t", "0", "hog").run().ok();
    engine.docker("rm", "hog").run().ok();
    // The files go just after the answer.
    awaitSpace();
    engine.docker("run", "--rm", "busybox", "true").run().ok();
  }

  private static long freeMegabytes() {
    Path probe = engine.dataRoot();
    return probe.toFile().getUsableSpace() >> 20;
  }
}
