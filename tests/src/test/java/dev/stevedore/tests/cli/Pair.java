package dev.stevedore.tests.cli;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.DockerHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** A client and an engine with the busybox image; each test begins without containers. */
@WholeStack(needs = {"docker", "setsid"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class Pair {
  private DockerHost host;

  /** Starts the engine; it ends with the class. */
  protected abstract DockerHost start(Scratch scratch);

  /** A command of the client under test. */
  protected abstract Command client(DockerHost host, String... args);

  @BeforeAll
  void startEngine(Scratch scratch) {
    host = start(scratch);
    host.load(Busybox.archive());
  }

  @AfterEach
  void removeContainers() {
    List<String> ids = host.docker("ps", "-aq").run().ok().lines();
    if (!ids.isEmpty()) {
      String[] remove = new String[ids.size() + 2];
      remove[0] = "rm";
      remove[1] = "-f";
      for (int i = 0; i < ids.size(); i++) {
        remove[i + 2] = ids.get(i);
      }
      host.docker(remove).run().ok();
    }
  }

  /**
   * A command of the client under test; a container is on the network {@code none} unless it says
   * otherwise.
   */
  protected final Command cli(String... args) {
    List<String> words = new ArrayList<>(List.of(args));
    if (List.of("run", "create").contains(words.isEmpty() ? "" : words.getFirst())
        && !words.contains("--network")) {
      words.addAll(1, List.of("--network", "none"));
    }
    return client(host, words.toArray(String[]::new));
  }

  /** A command of the client under test, for an engine at another address. */
  final Command at(String address, String... args) {
    Path config = host.clientConfig();
    return client(new Elsewhere(address, config), args);
  }

  private record Elsewhere(String address, Path clientConfig) implements DockerHost {}

  /** One field of a container, by Go template, asked with the real CLI. */
  protected final String inspect(String container, String template) {
    return host.docker("inspect", "-f", template, container).run().ok().text();
  }

  /** Waits until a field of a container has a value. */
  final void await(String container, String template, String value) {
    String last = "";
    for (int i = 0; i < 300; i++) {
      last = inspect(container, template);
      if (last.equals(value)) {
        return;
      }
      Pause.millis(50);
    }
    throw new AssertionError(template + " of " + container + " is " + last + ", not " + value);
  }
}
