package dev.stevedore.tests.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.plugin.VolumePlugin;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.DebianDocker;
import dev.stevedore.tests.harness.stack.DockerHost;
import dev.stevedore.tests.harness.stack.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Volumes of a plugin; the same plugin serves Debian's dockerd and ours. */
@WholeStack(needs = {"docker", "dockerd", "containerd", "runc"})
class VolumePluginsTest {
  private static final Path PLUGINS = Path.of("/run/docker/plugins");
  private static final String NAME = "svt" + ProcessHandle.current().pid();

  /** Whose dockerd. */
  enum Side {
    OURS,
    DEBIANS;

    DockerHost start(Scratch scratch) {
      return this == OURS ? Engine.start(scratch) : DebianDocker.start(scratch);
    }
  }

  private static VolumePlugin plugin(Scratch scratch, String name) {
    return VolumePlugin.serve(
        PLUGINS.resolve(name + ".sock"), scratch.directory("volumes-" + name));
  }

  /** Debian's side shows that the test is right; it is asked for with -Dstevedore.peers=true. */
  @ParameterizedTest
  @EnumSource
  void aVolumesLifeIsToldToItsPlugin(Side side, Scratch scratch) throws IOException {
    assumeTrue(side == Side.OURS || Boolean.getBoolean("stevedore.peers"));
    try (VolumePlugin plugin = plugin(scratch, NAME)) {
      DockerHost host = side.start(scratch);
      host.load(Busybox.archive());
      assertThat(host.docker("volume", "create", "-d", NAME, "-o", "a=b", "vol").run().ok().text())
          .isEqualTo("vol");
      assertThat(
              host.docker("volume", "create", "-d", NAME, "-o", "refuse=1", "no")
                  .run()
                  .exits(1)
                  .err())
          .contains("no room for no");
      host.docker(
              "run",
              "--rm",
              "--network",
              "none",
              "-v",
              "vol:/d",
              "busybox",
              "sh",
              "-c",
              "echo hi > /d/f")
          .run()
          .ok();
      assertThat(Files.readString(plugin.directory("vol").resolve("f"))).isEqualTo("hi\n");
      assertThat(
              host.docker("volume", "inspect", "-f", "{{.Driver}} {{.Scope}} {{.Status}}", "vol")
                  .run()
                  .ok()
                  .text())
          .isEqualTo(NAME + " global map[health:fine]");
      assertThat(
              host.docker("volume", "ls", "--format", "{{.Driver}} {{.Name}}").run().ok().lines())
          .contains(NAME + " vol");
      host.docker("volume", "prune", "-f").run().ok();
      List<String> calls = plugin.calls();
      assertThat(calls).startsWith("Activate").containsSubsequence("Create vol", "Mount vol");
      host.docker("volume", "rm", "vol").run().ok();
      await(plugin, "Unmount vol");
      assertThat(plugin.calls()).containsSubsequence("Mount vol", "Unmount vol", "Remove vol");
      assertThat(
              host.docker("volume", "create", "-d", NAME + "x", "other")
                  .timeout(Duration.ofSeconds(60))
                  .run()
                  .exits(1)
                  .err())
          .contains("plugin \"" + NAME + "x\" not found");
    }
  }

  private static void await(VolumePlugin plugin, String call) {
    for (int i = 0; i < 100 && !plugin.calls().contains(call); i++) {
      Pause.millis(50);
    }
  }

  @Test
  void aHungPluginDelaysNobodyElse(Scratch scratch) throws IOException {
    Path spec = Path.of("/etc/docker/plugins").resolve(NAME + "s.spec");
    Path socket = scratch.resolve("elsewhere.sock");
    try (VolumePlugin plugin = VolumePlugin.serve(socket, scratch.directory("v"))) {
      Files.createDirectories(spec.getParent());
      Files.writeString(spec, "unix://" + socket + "\n");
      Engine engine = Engine.start(scratch);
      engine.load(Busybox.archive());
      engine.docker("volume", "create", "-d", NAME + "s", "slow").run().ok();
      plugin.hangAt("Mount", "List", "Get", "Unmount");
      try (var hung =
          engine
              .docker("run", "--rm", "--network", "none", "-v", "slow:/d", "busybox", "true")
              .start()) {
        await(plugin, "Mount slow");
        Duration soon = Duration.ofSeconds(10);
        engine
            .docker("run", "--rm", "--network", "none", "-v", "quick:/d", "busybox", "true")
            .timeout(soon)
            .run()
            .ok();
        engine.docker("volume", "rm", "quick").timeout(soon).run().ok();
        assertThat(engine.docker("volume", "ls", "-q").timeout(soon).run().ok().lines())
            .containsExactly("slow");
        engine.docker("ps", "-a").timeout(soon).run().ok();
        assertThat(hung.isAlive()).isTrue();
      }
    } finally {
      Files.deleteIfExists(spec);
    }
  }
}
