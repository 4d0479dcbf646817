package dev.stevedore.tests.rules;

import dev.stevedore.tests.harness.stack.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The modules and source files of the repository, found on disk. */
final class Tree {
  private Tree() {}

  /** The boxes: programs that may be swapped one by one. */
  static final List<String> BOXES = List.of("docker", "dockerd", "containerd", "shim", "runc");

  /** Directories with a Maven module in it. */
  static List<Path> modules() {
    return find("pom.xml").stream()
        .map(Tree::directoryOf)
        .filter(dir -> !dir.equals(Programs.root()))
        .toList();
  }

  /** The class directories of the modules, without their tests. */
  static List<Path> classes() {
    return modules().stream()
        .map(module -> module.resolve("target/classes"))
        .filter(Files::isDirectory)
        .toList();
  }

  /** The Java files written by hand, tests too. */
  static List<Path> sources() {
    return find(".java");
  }

  /** The directory a file is in. */
  static Path directoryOf(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("no directory above " + file);
    }
    return parent;
  }

  private static List<Path> find(String suffix) {
    try (Stream<Path> all = Files.walk(Programs.root())) {
      return all.filter(path -> path.toString().endsWith(suffix))
          .filter(
              path ->
                  !Programs.root().relativize(path).toString().matches("(.*/)?(target|\\.git)/.*"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
