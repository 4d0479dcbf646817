package dev.stevedore.docker.command.container;

import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.command.ApiPath;
import dev.stevedore.docker.create.Streams;
import dev.stevedore.docker.engine.Engine;
import dev.stevedore.docker.engine.Exchange;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.stream.AttachEnd;

/** What commands that attach have in common. */
final class Attaching {
  private static final int SIGNALLED = 128;

  private Attaching() {}

  /**
   * Joins a container's streams.
   *
   * @param detachKeys as the user gave them
   */
  static Exchange toContainer(Engine engine, String id, Streams streams, String detachKeys) {
    return engine.hijack(
        Query.of(ApiPath.container(id, "/attach"))
            .withIfSet("detachKeys", detachKeys)
            .withFlag("stderr", streams.stderr())
            .withFlag("stdin", streams.stdin())
            .withFlag("stdout", streams.stdout())
            .withFlag("stream", true)
            .target());
  }

  /** The exit status, for an end that is not the container's. */
  static int status(AttachEnd end) {
    return switch (end) {
      case AttachEnd.Finished _ -> 0;
      case AttachEnd.Detached _ -> throw new CliException("read escape sequence");
      case AttachEnd.Broken(String why) -> throw new CliException(why);
      case AttachEnd.Interrupted(int signal) -> SIGNALLED + signal;
    };
  }
}
