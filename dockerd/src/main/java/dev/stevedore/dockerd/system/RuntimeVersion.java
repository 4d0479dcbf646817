package dev.stevedore.dockerd.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an OCI runtime says of itself.
 *
 * <pre>
 *   runc version 1.1.5
 *   commit: v1.1.5-0-gf19387a6
 *   spec: 1.0.2-dev
 *
 *   tini version 0.19.0 - git.de40ad0
 * </pre>
 *
 * @param name the program's, for example {@code runc}
 * @param version its version
 * @param commit what it was built from; empty if it does not say
 */
record RuntimeVersion(String name, String version, String commit) {
  private static final Logger LOG = LoggerFactory.getLogger(RuntimeVersion.class);
  private static final long LIMIT_SECONDS = 5;

  /** Asks a program; nothing if it cannot be run or says something else. */
  static Optional<RuntimeVersion> ask(String program) {
    try {
      Process process =
          new ProcessBuilder(program, "--version")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      return parse(text);
    } catch (IOException e) {
      LOG.debug("cannot ask {} for its version: {}", program, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  /** Returns the commit, or the version of a program that does not tell its commit. */
  String build() {
    return commit.isEmpty() ? version : commit;
  }

  /** Reads the output of {@code --version}. */
  static Optional<RuntimeVersion> parse(String text) {
    String name = "";
    String version = "";
    String commit = "";
    for (String line : text.split("\n")) {
      int at = line.indexOf(" version ");
      if (at > 0 && version.isEmpty()) {
        name = line.substring(0, at).strip();
        String[] parts = line.substring(at + " version ".length()).split(" - git\\.", 2);
        version = parts[0].strip();
        commit = parts.length > 1 ? parts[1].strip() : commit;
      } else if (line.startsWith("commit:")) {
        commit = line.substring("commit:".length()).strip();
      }
    }
    return version.isEmpty()
        ? Optional.empty()
        : Optional.of(new RuntimeVersion(name, version, commit));
  }
}
