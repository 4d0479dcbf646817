package dev.stevedore.tests.harness.leaks;

import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.stack.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Links and firewall tables of the host's network namespace. */
final class Network {
  private Network() {}

  /**
   * Empty if another build runs, which may have tests of networks: what is theirs cannot be told.
   */
  static Optional<Set<String>> all() {
    if (Processes.isOthersRunning("java")) {
      return Optional.empty();
    }
    Set<String> found = new TreeSet<>();
    try (Stream<Path> links = Files.list(Path.of("/sys/class/net"))) {
      links.forEach(link -> found.add("link " + link.getFileName()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Programs.find("nft")
        .ifPresent(
            nft ->
                Command.of(nft, "list", "tables")
                    .run()
                    .lines()
                    .forEach(table -> found.add("nft " + table)));
    return Optional.of(found);
  }
}
