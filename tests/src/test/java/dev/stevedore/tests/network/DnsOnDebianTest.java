package dev.stevedore.tests.network;

import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.DebianDocker;
import dev.stevedore.tests.harness.stack.DockerHost;

/** The same names with Debian's docker. */
class DnsOnDebianTest extends DnsBehaviour {
  @Override
  DockerHost start(Scratch scratch) {
    return DebianDocker.start(scratch);
  }
}
