package dev.stevedore.tests.clients;

import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.DebianDocker;
import dev.stevedore.tests.harness.stack.DockerHost;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The same on Debian's dockerd: whether the test is right. Run it with -Dstevedore.peers=true. */
@EnabledIfSystemProperty(named = "stevedore.peers", matches = "true")
@WholeStack(needs = {"docker", "dockerd", "containerd", "runc", "npm"})
class DockerodeOnDebianTest extends DockerodeBehaviour {
  @Override
  DockerHost start(Scratch scratch) {
    return DebianDocker.start(scratch);
  }
}
