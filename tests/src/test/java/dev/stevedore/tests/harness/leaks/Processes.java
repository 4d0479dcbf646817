package dev.stevedore.tests.harness.leaks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The processes that came from this JVM: it is the reaper of all orphans below it, so they are
 * exactly its descendants.
 */
public final class Processes {
  private Processes() {}

  /**
   * The command lines of the living descendants; a process that was started anew with the same
   * words counts as the same.
   */
  public static List<String> descendants() {
    return ProcessHandle.current()
        .descendants()
        .filter(p -> !isZombie(p.pid()))
        .map(p -> commandLine(p.pid()))
        .flatMap(Optional::stream)
        .toList();
  }

  /** The ids of living descendants whose command line contains {@code text}. */
  public static List<Long> withCommandLine(String text) {
    return ProcessHandle.current()
        .descendants()
        .map(ProcessHandle::pid)
        .filter(pid -> !isZombie(pid))
        .filter(pid -> commandLine(pid).orElse("").contains(text))
        .toList();
  }

  /** Whether a process neither below nor above this one has {@code text} in its program's path. */
  static boolean isOthersRunning(String text) {
    Set<Long> above =
        Stream.iterate(
                Optional.of(ProcessHandle.current()),
                Optional::isPresent,
                handle -> handle.flatMap(ProcessHandle::parent))
            .flatMap(Optional::stream)
            .map(ProcessHandle::pid)
            .collect(Collectors.toSet());
    return ProcessHandle.allProcesses()
        .filter(handle -> !above.contains(handle.pid()))
        .filter(handle -> isProgram(commandLine(handle.pid()).orElse(""), text))
        .map(ProcessHandle::pid)
        // Last: what has started since the look began is there as well.
        .anyMatch(pid -> !isBelow(pid) && !isZombie(pid));
  }

  private static boolean isProgram(String commandLine, String text) {
    return commandLine.split(" ", 2)[0].contains(text)
        || commandLine.contains("." + text + ".Main");
  }

  private static boolean isBelow(long pid) {
    return ProcessHandle.current().descendants().anyMatch(handle -> handle.pid() == pid);
  }

  /** A process's command line, its words separated by spaces; empty if it is gone. */
  public static Optional<String> commandLine(long pid) {
    try {
      byte[] raw = Files.readAllBytes(Path.of("/proc", String.valueOf(pid), "cmdline"));
      return Optional.of(new String(raw, StandardCharsets.UTF_8).replace('\0', ' ').strip())
          .filter(s -> !s.isEmpty());
    } catch (IOException e) {
      // Ended while we looked.
      return Optional.empty();
    }
  }

  /** Whether a process has ended and waits to be reaped, or is gone. */
  public static boolean isZombie(long pid) {
    try {
      String stat =
          Files.readString(
              Path.of("/proc", String.valueOf(pid), "stat"), StandardCharsets.ISO_8859_1);
      return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
    } catch (IOException e) {
      return true;
    }
  }
}
