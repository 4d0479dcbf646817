package dev.stevedore.tests.network;

import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.DebianDocker;
import dev.stevedore.tests.harness.stack.DockerHost;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** On Debian's dockerd: whether the tests are right. */
@EnabledIfSystemProperty(named = "stevedore.peers", matches = "true")
@WholeStack(needs = {"docker", "dockerd", "containerd", "runc", "ip", "nsenter", "curl", "python3"})
class PublishedPortsOnDebianTest extends PublishedPortsBehaviour {
  @Override
  DockerHost start(Scratch scratch, TwoHosts network) {
    return DebianDocker.withNetworks(network.onHost(), scratch);
  }
}
