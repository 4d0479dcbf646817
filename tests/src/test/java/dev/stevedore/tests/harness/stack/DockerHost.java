package dev.stevedore.tests.harness.stack;

import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that serves the Engine API, ours or theirs, so that one test can be run against both.
 */
public interface DockerHost {

  /** Its address, as in DOCKER_HOST. */
  String address();

  /** A directory for the CLI's own settings, so that the user's are not read. */
  Path clientConfig();

  /** The real docker CLI, talking to it. */
  default Command docker(String... args) {
    return client(Programs.docker(), args);
  }

  /** Our CLI, talking to it. */
  default Command stevedore(String... args) {
    return client(Programs.stevedore(), args);
  }

  /** A CLI, talking to it. */
  default Command client(Path program, String... args) {
    List<String> argv = new ArrayList<>(List.of(program.toString(), "-H", address()));
    argv.addAll(List.of(args));
    return Command.of(argv)
        .env("DOCKER_CONFIG", clientConfig().toString())
        .env("DOCKER_CLI_HINTS", "false");
  }

  /** Loads an image archive. */
  default Result load(Path archive) {
    return docker("load", "-q", "-i", archive.toString()).run().ok();
  }
}
