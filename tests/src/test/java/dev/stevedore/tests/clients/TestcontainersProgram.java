package dev.stevedore.tests.clients;

import java.io.IOException;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * A program as a user of Testcontainers writes it: starts a container, waits for a line of its log,
 * runs a command in it.
 */
final class TestcontainersProgram {
  private TestcontainersProgram() {}

  /** Takes no arguments; the engine is DOCKER_HOST's. */
  public static void main(String[] args) throws IOException, InterruptedException {
    try (GenericContainer<?> container =
        new GenericContainer<>("busybox:latest")
            .withNetworkMode("none")
            .withImagePullPolicy(name -> false)
            .withEnv("WHERE", "inside")
            .withCommand("sh", "-c", "echo ready; sleep 1000")
            .waitingFor(Wait.forLogMessage(".*ready.*", 1))) {
      container.start();
      System.out.println("log: " + container.getLogs().strip());
      ExecResult result = container.execInContainer("sh", "-c", "echo from $WHERE");
      System.out.println("exec: " + result.getExitCode() + " " + result.getStdout().strip());
    }
  }
}
