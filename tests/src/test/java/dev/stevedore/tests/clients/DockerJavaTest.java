package dev.stevedore.tests.clients;

import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.DockerHost;
import dev.stevedore.tests.harness.stack.Engine;

/** docker-java and Testcontainers on our dockerd. */
class DockerJavaTest extends DockerJavaBehaviour {
  @Override
  DockerHost start(Scratch scratch) {
    return Engine.start(scratch);
  }
}
