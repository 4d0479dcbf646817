package dev.stevedore.tests.network;

import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.DebianDocker;
import dev.stevedore.tests.harness.stack.DockerHost;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The real CLI on Debian's dockerd: whether the tests are right. */
@EnabledIfSystemProperty(named = "stevedore.peers", matches = "true")
@WholeStack(needs = {"docker", "dockerd", "containerd", "runc", "ip", "nsenter", "ping"})
class NetworksOnDebianTest extends NetworkBehaviour {
  @Override
  DockerHost start(Scratch scratch, TwoHosts network) {
    return DebianDocker.withNetworks(network.onHost(), scratch);
  }

  @Override
  Command client(DockerHost engine, String... args) {
    return engine.docker(args);
  }
}
