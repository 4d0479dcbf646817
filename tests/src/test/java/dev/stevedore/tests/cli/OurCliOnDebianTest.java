package dev.stevedore.tests.cli;

import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.DebianDocker;
import dev.stevedore.tests.harness.stack.DockerHost;

/** Our CLI on Debian's dockerd. */
@WholeStack(needs = {"docker", "dockerd", "containerd", "runc", "setsid"})
class OurCliOnDebianTest extends ImagesBehaviour {
  @Override
  protected DockerHost start(Scratch scratch) {
    return DebianDocker.start(scratch);
  }

  @Override
  protected Command client(DockerHost host, String... args) {
    return host.stevedore(args);
  }
}
