package dev.stevedore.docker.command.container;

import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.command.ApiPath;
import dev.stevedore.docker.engine.Engine;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.stream.ExitWait;
import java.util.Optional;

/**
 * Asks the daemon to report how a container ends.
 *
 * <p>The question is sent before the client attaches and starts the container, and its acceptance
 * is looked at only just before the start: by then the daemon has long answered. Before API 1.30 it
 * could only be asked about a container that runs.
 */
final class Waiting {
  /** From this version the daemon says at once that it watches. */
  private static final int CONDITIONS = 30;

  private final Engine engine;
  private final String id;
  private final Optional<ExitWait> asked;

  private Waiting(Engine engine, String id, Optional<ExitWait> asked) {
    this.engine = engine;
    this.id = id;
    this.asked = asked;
  }

  /** Asks about a container's next exit, or its removal. */
  static Waiting begin(Engine engine, String id, boolean removal) {
    if (!engine.version().atLeast(CONDITIONS)) {
      return new Waiting(engine, id, Optional.empty());
    }
    String path =
        Query.of(ApiPath.container(id, "/wait"))
            .with("condition", removal ? "removed" : "next-exit")
            .target();
    return new Waiting(engine, id, Optional.of(new ExitWait(engine.begin("POST", path))));
  }

  /** Waits until the daemon watches, so that no exit is missed. */
  void awaitAccepted() {
    asked.ifPresent(ExitWait::awaitAccepted);
  }

  /** Waits for the removal that follows a start that failed. */
  void awaitRemoval() {
    asked.ifPresent(ExitWait::await);
  }

  /** The answer, once the container is started. */
  ExitWait afterStart() {
    return asked.orElseGet(() -> ofRunning(engine, id));
  }

  /** Of a container that runs: its exit. */
  static ExitWait ofRunning(Engine engine, String id) {
    return new ExitWait(engine.begin("POST", ApiPath.container(id, "/wait")));
  }

  /** The exit status, after saying why if there is none. */
  static int status(Call call, ExitWait wait) {
    ExitWait.Exit exit = wait.await();
    if (exit.error().isEmpty()) {
      return exit.status();
    }
    call.err().println("Error waiting for container: " + exit.error());
    return 125;
  }
}
