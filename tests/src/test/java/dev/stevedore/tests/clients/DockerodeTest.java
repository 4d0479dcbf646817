package dev.stevedore.tests.clients;

import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.DockerHost;
import dev.stevedore.tests.harness.stack.Engine;

/** dockerode on our dockerd. */
class DockerodeTest extends DockerodeBehaviour {
  @Override
  DockerHost start(Scratch scratch) {
    return Engine.start(scratch);
  }
}
