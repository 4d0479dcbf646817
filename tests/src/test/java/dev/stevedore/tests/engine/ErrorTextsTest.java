package dev.stevedore.tests.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Engine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the engine refuses, in the words of Docker 28: with the name that the user gave. */
@WholeStack(needs = {"docker"})
class ErrorTextsTest {
  private static Engine engine;

  @BeforeAll
  static void start(Scratch scratch) {
    engine = Engine.start(scratch);
    engine.load(Busybox.archive());
  }

  private static String refused(String... arguments) {
    return engine.docker(arguments).run().exits(1).err();
  }

  private static String id(String container) {
    return engine.docker("inspect", "-f", "{{.Id}}", container).run().ok().text();
  }

  @Test
  void ofContainersThatDoNotRun() {
    engine.docker("create", "--name", "idle", "busybox", "no-such-program").run().ok();
    String id = id("idle");
    String part = id.substring(0, 7);
    assertThat(refused("kill", "idle"))
        .contains("cannot kill container: idle: container " + id + " is not running");
    assertThat(refused("kill", part)).contains("cannot kill container: " + part + ": container");
    assertThat(refused("kill", "nobody"))
        .contains("cannot kill container: nobody: No such container: nobody");
    assertThat(refused("kill", "-s", "NOPE", "idle"))
        .contains("cannot kill container: idle: invalid signal: NOPE");
    assertThat(refused("pause", "idle")).contains("container " + id + " is not running");
    assertThat(refused("unpause", "idle")).contains("Container " + id + " is not paused");
    assertThat(refused("restart", "idle")).contains("Cannot restart container idle: ");
    engine.docker("rm", "idle").run().ok();
  }

  @Test
  void ofContainersThatRun() {
    engine.docker("run", "-d", "--name", "busy", "busybox", "sleep", "1000").run().ok();
    String id = id("busy");
    assertThat(refused("rm", "busy"))
        .contains(
            "cannot remove container \"busy\": container is running: stop the container before"
                + " removing or force remove");
    engine.docker("pause", "busy").run().ok();
    assertThat(refused("pause", "busy")).contains("Container " + id + " is already paused");
    assertThat(refused("rm", "busy"))
        .contains(
            "cannot remove container \"busy\": container is paused and must be unpaused first");
    engine.docker("rm", "-f", "busy").run().ok();
  }
}
