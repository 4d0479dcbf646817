package dev.stevedore.tests.cli;

import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.DebianDocker;
import dev.stevedore.tests.harness.stack.DockerHost;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The real docker CLI on Debian's dockerd, neither of them ours: whether the tests are right. Run
 * it with -Dstevedore.peers=true after changing one.
 */
@EnabledIfSystemProperty(named = "stevedore.peers", matches = "true")
@WholeStack(needs = {"docker", "dockerd", "containerd", "runc", "setsid"})
class RealCliOnDebianTest extends ImagesBehaviour {
  @Override
  protected DockerHost start(Scratch scratch) {
    return DebianDocker.start(scratch);
  }

  @Override
  protected Command client(DockerHost host, String... args) {
    return host.docker(args);
  }
}
