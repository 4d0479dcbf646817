package dev.stevedore.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.DockerHost;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a program written with docker-java or Testcontainers sees. */
@WholeStack(needs = {"docker"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DockerJavaBehaviour {
  private DockerHost host;

  abstract DockerHost start(Scratch scratch);

  @BeforeAll
  void startEngine(Scratch scratch) {
    host = start(scratch);
    host.load(Busybox.archive());
  }

  private DockerClient connect() {
    URI address = URI.create(host.address());
    return DockerClientImpl.getInstance(
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(host.address())
            .build(),
        new ZerodepDockerHttpClient.Builder().dockerHost(address).build());
  }

  @Test
  void aContainerFromCreateToRemove() throws IOException, InterruptedException {
    try (DockerClient client = connect()) {
      client.pingCmd().exec();
      String id =
          client
              .createContainerCmd("busybox")
              .withName("by-library")
              .withCmd("sh", "-c", "echo out; echo err >&2; exit 3")
              .withHostConfig(HostConfig.newHostConfig().withNetworkMode("none"))
              .exec()
              .getId();
      client.startContainerCmd(id).exec();
      int code =
          client
              .waitContainerCmd(id)
              .exec(new WaitContainerResultCallback())
              .awaitStatusCode(20, TimeUnit.SECONDS);
      assertThat(code).isEqualTo(3);
      assertThat(client.inspectContainerCmd(id).exec().getState().getStatus()).isEqualTo("exited");
      StringBuilder seen = new StringBuilder();
      client
          .logContainerCmd(id)
          .withStdOut(true)
          .withStdErr(true)
          .exec(
              new ResultCallback.Adapter<Frame>() {
                @Override
                public void onNext(Frame frame) {
                  seen.append(frame.getStreamType())
                      .append(' ')
                      .append(new String(frame.getPayload(), StandardCharsets.UTF_8));
                }
              })
          .awaitCompletion();
      assertThat(seen.toString().lines()).containsExactlyInAnyOrder("STDOUT out", "STDERR err");
      List<Container> all = client.listContainersCmd().withShowAll(true).exec();
      assertThat(all)
          .singleElement()
          .satisfies(c -> assertThat(c.getNames()).containsExactly("/by-library"));
      client.removeContainerCmd(id).exec();
      assertThatThrownBy(() -> client.inspectContainerCmd(id).exec())
          .isInstanceOf(NotFoundException.class);
    }
  }

  /**
   * Testcontainers takes its settings from the environment only, so it runs in a JVM of its own.
   */
  @Test
  void testcontainers() {
    Result result =
        Command.of(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                "-cp",
                System.getProperty("java.class.path"),
                TestcontainersProgram.class.getName())
            .env("DOCKER_HOST", host.address())
            .env("TESTCONTAINERS_RYUK_DISABLED", "true")
            // Without this it asks for the bridge network when it runs in a container itself.
            .env("TESTCONTAINERS_HOST_OVERRIDE", "localhost")
            .timeout(Duration.ofSeconds(60))
            .run()
            .ok();
    assertThat(result.out()).contains("log: ready").contains("exec: 0 from inside");
    assertThat(host.docker("ps", "-aq").run().ok().out()).isEmpty();
  }
}
