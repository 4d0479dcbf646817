package dev.stevedore.tests.swap;

import dev.stevedore.tests.cli.TerminalBehaviour;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.DebianDocker;
import dev.stevedore.tests.harness.stack.DockerHost;
import dev.stevedore.tests.harness.stack.Programs;

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
}
