package dev.stevedore.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Pty;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.DebianDocker;
import org.junit.jupiter.api.Test;

/**
 * The harness itself, seen on Debian's own stack: if this fails, the machine is not fit for the
 * other tests.
 */
@WholeStack(needs = {"docker", "dockerd", "containerd", "ctr", "runc", "setsid"})
class PeersSanityTest {

  @Test
  void debiansDockerRunsOurTestImage(Scratch scratch) {
    DebianDocker docker = DebianDocker.start(scratch);
    docker.load(Busybox.archive());
    assertThat(
            docker
                .docker("run", "--rm", "--network", "none", "busybox", "echo", "hi")
                .run()
                .ok()
                .text())
        .isEqualTo("hi");
    docker
        .docker("run", "--rm", "--network", "none", "busybox", "sh", "-c", "exit 7")
        .run()
        .exits(7);
    try (Pty pty =
        Pty.start(docker.docker("run", "--rm", "-it", "--network", "none", "busybox", "sh"))) {
      pty.expect("#").awaitSize(24, 80).resize(33, 101).awaitSize(33, 101);
      pty.line("exit 5");
      assertThat(pty.exitCode()).isEqualTo(5);
    }
  }
}
