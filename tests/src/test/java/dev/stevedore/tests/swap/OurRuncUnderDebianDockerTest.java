package dev.stevedore.tests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.cli.TerminalBehaviour;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.DebianDocker;
import dev.stevedore.tests.harness.stack.DockerHost;
import dev.stevedore.tests.harness.stack.Programs;
import org.junit.jupiter.api.Test;

/** Debian's dockerd, containerd and shim with our runc below them. */
@WholeStack(needs = {"docker", "dockerd", "containerd", "containerd-shim-runc-v2", "setsid"})
class OurRuncUnderDebianDockerTest extends TerminalBehaviour {
  @Override
  protected DockerHost start(Scratch scratch) {
    return DebianDocker.start(
        scratch, "--add-runtime=stevedore=" + Programs.runc(), "--default-runtime=stevedore");
  }

  @Override
  protected Command client(DockerHost host, String... args) {
    return host.docker(args);
  }

  @Test
  void pauseUpdateStatsAndStop() {
    cli("run", "-d", "--name", "c1", "--memory", "64m", "busybox", "sleep", "1000").run().ok();
    cli("pause", "c1").run().ok();
    assertThat(inspect("c1", "{{.State.Status}}")).isEqualTo("paused");
    assertThat(cli("exec", "c1", "true").run().err()).contains("is paused");
    cli("unpause", "c1").run().ok();
    cli("update", "--memory", "128m", "--memory-swap", "-1", "--pids-limit", "77", "c1").run().ok();
    assertThat(
            cli("stats", "--no-stream", "--format", "{{.MemUsage}} {{.PIDs}}", "c1")
                .run()
                .ok()
                .text())
        .contains("/ 128MiB")
        .endsWith(" 1");
    assertThat(cli("top", "c1").run().ok().out()).contains("sleep 1000");
    cli("kill", "--signal", "KILL", "c1").run().ok();
    assertThat(cli("wait", "c1").run().ok().text()).isEqualTo("137");
    cli("start", "c1").run().ok();
    cli("stop", "-t", "1", "c1").run().ok();
    assertThat(inspect("c1", "{{.State.ExitCode}}")).isEqualTo("137");
  }
}
