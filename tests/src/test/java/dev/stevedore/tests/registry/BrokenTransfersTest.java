package dev.stevedore.tests.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.images.LayerTar;
import dev.stevedore.tests.harness.images.OciLayout;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Background;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.process.Signals;
import dev.stevedore.tests.harness.registry.RegistryProxy;
import dev.stevedore.tests.harness.registry.RegistryServer;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Engine;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Connections that break, registries that have no time, daemons that are killed: what has come is
 * not asked for again, and what is complete is right.
 */
@WholeStack(needs = {"ctr", "docker", "docker-registry", "skopeo", "setsid"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokenTransfersTest {
  private static final int LAYER = 6 << 20;

  /** What may be under way when something breaks: the pipe, and what dockerd has not stored. */
  private static final long UNDER_WAY = 3L << 20;

  private Engine engine;
  private RegistryServer registry;
  private RegistryProxy proxy;
  private long size;

  @BeforeAll
  void start(Scratch scratch) {
    registry = RegistryServer.open(scratch);
    OciLayout layout = new OciLayout(scratch.resolve("big"));
    layout.image(
        "amd64",
        List.of("md5sum", "/a", "/b"),
        Busybox.layer(),
        new LayerTar().file("a", 0644, random(1)),
        new LayerTar().file("b", 0644, random(2)));
    registry.push(layout.write(), "big:1");
    size = layout.size();
    proxy = RegistryProxy.before(registry, scratch);
    engine = Engine.start(scratch);
  }

  @AfterEach
  void removeImages() {
    for (String id : engine.docker("images", "-aq").run().ok().lines()) {
      engine.docker("rmi", "-f", id).run();
    }
    // What is not needed any more goes half a second later.
    Pause.millis(700);
    proxy.reset();
  }

  private static byte[] random(int seed) {
    byte[] bytes = new byte[LAYER];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** The image has in it what was put into it. */
  private void verify(String name) {
    assertThat(engine.docker("run", "--rm", "--network", "none", name).run().ok().out())
        .isEqualTo(md5(1) + "  /a\n" + md5(2) + "  /b\n");
  }

  private static String md5(int seed) {
    return Command.of("md5sum").stdin(random(seed)).run().ok().out().substring(0, 32);
  }

  @Test
  void aDownloadThatBreaksGoesOnWhereItStopped() {
    proxy.cut(2, 3 << 20);
    engine.docker("pull", proxy.image("big:1")).timeout(Duration.ofMinutes(1)).run().ok();
    verify(proxy.image("big:1"));
    assertThat(proxy.blobBytes()).isLessThan(size + UNDER_WAY);
    assertThat(proxy.requests().stream().filter(it -> it.contains("bytes="))).hasSize(2);
  }

  @Test
  void aBusyRegistryIsAskedAgain() {
    proxy.refuse(1, 503);
    engine.docker("pull", proxy.image("big:1")).timeout(Duration.ofMinutes(1)).run().ok();
    engine.docker("rmi", proxy.image("big:1")).run().ok();
    proxy.refuse(1, 429);
    engine.docker("pull", proxy.image("big:1")).timeout(Duration.ofMinutes(1)).run().ok();
    verify(proxy.image("big:1"));
  }

  @Test
  void anUploadThatBreaksGoesOn() {
    engine.docker("pull", "-q", registry.image("big:1")).run().ok();
    engine.docker("tag", registry.image("big:1"), proxy.image("elsewhere/copy:1")).run().ok();
    proxy.cut(1, 2 << 20);
    engine
        .docker("push", proxy.image("elsewhere/copy:1"))
        .timeout(Duration.ofMinutes(1))
        .run()
        .ok();
    assertThat(registry.rawManifest("elsewhere/copy:1")).isEqualTo(registry.rawManifest("big:1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dockerd", "containerd", "both", "client"})
  void aPullAfterAKillAsksForTheRestOnly(String victim) {
    String name = proxy.image("big:1");
    // So slow that what has come is written, however busy the machine is.
    proxy.slowDown(3 << 20);
    try (Background pull = engine.docker("pull", name).start()) {
      awaitBytes(7L << 20);
      kill(victim, pull);
    }
    proxy.slowDown(Long.MAX_VALUE);
    engine.docker("pull", name).timeout(Duration.ofMinutes(1)).run().ok();
    verify(name);
    assertThat(proxy.blobBytes()).isBetween(size / 2, size + 2 * UNDER_WAY);
    assertThat(proxy.requests()).anyMatch(it -> it.contains("bytes="));
    await()
        .untilAsserted(
            () ->
                assertThat(
                        Command.of(
                                "ctr",
                                "-a",
                                engine.containerdSocket().toString(),
                                "-n",
                                "moby",
                                "snapshots",
                                "ls")
                            .run()
                            .ok()
                            .out())
                    .doesNotContain("extract-"));
  }

  private void kill(String victim, Background pull) {
    long containerd = engine.awaitContainerd(0);
    switch (victim) {
      case "dockerd" -> engine.crash();
      case "client" -> {
        pull.signal("KILL");
        Pause.millis(500);
      }
      case "containerd" -> {
        Signals.send(containerd, "KILL");
        pull.await(Duration.ofMinutes(1));
      }
      default -> {
        Signals.send(containerd, "KILL");
        engine.crash();
      }
    }
    engine.awaitContainerd(victim.equals("containerd") || victim.equals("both") ? containerd : 0);
  }

  private void awaitBytes(long count) {
    for (int i = 0; i < 1000 && proxy.blobBytes() < count; i++) {
      Pause.millis(10);
    }
    assertThat(proxy.blobBytes()).isGreaterThanOrEqualTo(count);
  }
}
