package dev.stevedore.shim.runtime;

import dev.stevedore.lib.posix.Environment;
import dev.stevedore.lib.posix.FileStatus;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.shim.Split;
import java.util.List;
import java.util.Optional;

/** Finds programs as a shell does. */
final class ProgramSearch {
  private static final int ANY_EXECUTE = 0111;

  private ProgramSearch() {}

  /** The file to execute for {@code name}: itself when it has a slash, else by {@code PATH}. */
  static Optional<String> find(String name) {
    if (name.indexOf('/') >= 0) {
      return Optional.of(name);
    }
    for (String directory :
        Split.by(':', Environment.variable("PATH").orElse("/usr/sbin:/usr/bin"))) {
      String path = directory + "/" + name;
      if (isProgram(path)) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }

  /** The first of these that there is, beside our own program or by {@code PATH}; else the last. */
  static String firstOf(List<String> names) {
    String own = Files.readLink("/proc/self/exe");
    String directory = own.substring(0, own.lastIndexOf('/') + 1);
    for (String name : names) {
      if (isProgram(directory + name)) {
        return directory + name;
      }
      Optional<String> found = find(name);
      if (found.isPresent()) {
        return found.get();
      }
    }
    return names.getLast();
  }

  private static boolean isProgram(String path) {
    Optional<FileStatus> status = Files.status(path);
    return status.isPresent()
        && status.get().isRegularFile()
        && (status.get().permissions() & ANY_EXECUTE) != 0;
  }
}
