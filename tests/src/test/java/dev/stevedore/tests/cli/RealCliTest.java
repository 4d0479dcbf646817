package dev.stevedore.tests.cli;

import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.DockerHost;
import dev.stevedore.tests.harness.stack.Engine;

/** The real docker CLI on our dockerd. */
@WholeStack(needs = {"docker", "setsid"})
class RealCliTest extends ImagesBehaviour {
  @Override
  protected DockerHost start(Scratch scratch) {
    return Engine.start(scratch);
  }

  @Override
  protected Command client(DockerHost host, String... args) {
    return host.docker(args);
  }
}
