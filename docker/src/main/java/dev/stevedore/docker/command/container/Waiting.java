package dev.stevedore.docker.command.container;

import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.command.ApiPath;
import dev.stevedore.docker.engine.Engine;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.stream.ExitWait;

/** Asks the daemon to report how a container ends. */
final class Waiting {
  /** From this version the daemon says at once that it watches. */
  private static final int CONDITIONS = 30;

  private Waiting() {}

  /** Before the container is started: its next exit, or its removal. */
  static ExitWait beforeStart(Engine engine, String id, boolean removal) {
    boolean conditions = engine.version().atLeast(CONDITIONS);
    Query query = Query.of(ApiPath.container(id, "/wait"));
    if (conditions) {
      query.with("condition", removal ? "removed" : "next-exit");
    }
    ExitWait wait = new ExitWait(engine.begin("POST", query.target()));
    if (conditions) {
      wait.awaitAccepted();
    }
    return wait;
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
