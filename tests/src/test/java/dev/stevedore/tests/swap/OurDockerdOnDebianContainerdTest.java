package dev.stevedore.tests.swap;

import dev.stevedore.tests.cli.UpdateBehaviour;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Containerd;
import dev.stevedore.tests.harness.stack.DockerHost;
import dev.stevedore.tests.harness.stack.Engine;

/** Our dockerd, shim and runc, with Debian's containerd between them. */
@WholeStack(needs = {"docker", "containerd", "ctr"})
class OurDockerdOnDebianContainerdTest extends UpdateBehaviour {
  @Override
  protected DockerHost start(Scratch scratch) {
    return Engine.on(Containerd.debian(scratch), scratch);
  }

  @Override
  protected Command client(DockerHost host, String... args) {
    return host.docker(args);
  }
}
