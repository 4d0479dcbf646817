package dev.stevedore.tests.shim;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Containerd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tasks of a containerd on our shim. */
record Tasks(String name, Containerd containerd) {
  private static final String IMAGE = "docker.io/library/busybox:latest";

  /** Starts Debian's containerd with busybox in it. */
  static Tasks start(Scratch scratch) {
    return of("Debian's containerd", Containerd.debian(scratch));
  }

  /** Starts ours with busybox in it. */
  static Tasks startOurs(Scratch scratch) {
    return of("our containerd", Containerd.ours(scratch));
  }

  private static Tasks of(String name, Containerd containerd) {
    containerd.ctr("images", "import", Busybox.archive().toString()).run().ok();
    return new Tasks(name, containerd);
  }

  /** {@code ctr run} with our shim. */
  Command run(List<String> options, String id, String... command) {
    return run("io.containerd.stevedore.v1", options, id, command);
  }

  /** {@code ctr run} with the shim of that name. */
  Command run(String runtime, List<String> options, String id, String... command) {
    List<String> args = new ArrayList<>(List.of("run", "--runtime", runtime));
    args.addAll(options);
    args.add(IMAGE);
    args.add(id);
    args.addAll(List.of(command));
    return ctr(args.toArray(String[]::new));
  }

  /** {@code ctr tasks exec}. */
  Command exec(String id, String execId, String... command) {
    List<String> args = new ArrayList<>(List.of("tasks", "exec", "--exec-id", execId, id));
    args.addAll(List.of(command));
    return ctr(args.toArray(String[]::new));
  }

  Command ctr(String... args) {
    return containerd.ctr(args);
  }

  /** What {@code ctr tasks ls} says of a task; empty if it does not list it. */
  String state(String id) {
    return listed(id).map(words -> words.get(2)).orElse("");
  }

  /** The first process of a task. */
  ProcessHandle init(String id) {
    return listed(id)
        .flatMap(words -> ProcessHandle.of(Long.parseLong(words.get(1))))
        .orElseThrow(() -> new AssertionError("no process of " + id));
  }

  private Optional<List<String>> listed(String id) {
    return ctr("tasks", "ls").run().ok().lines().stream()
        .map(line -> List.of(line.split(" +")))
        .filter(words -> words.getFirst().equals(id))
        .findFirst();
  }

  /** Waits until it says so. */
  void awaitState(String id, String wanted) {
    String got = state(id);
    for (int i = 0; !got.equals(wanted); i++) {
      if (i == 100) {
        throw new AssertionError("task " + id + " is '" + got + "', not '" + wanted + "'");
      }
      Pause.millis(50);
      got = state(id);
    }
  }

  /** Kills and removes. */
  void remove(String id) {
    ctr("tasks", "kill", "-s", "SIGKILL", id).run();
    awaitState(id, "STOPPED");
    ctr("tasks", "delete", id).run();
    ctr("containers", "delete", id).run().ok();
  }

  /** The process of a task's shim. */
  long shim(String id) {
    return ProcessHandle.allProcesses()
        .filter(process -> isShim(process, id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no shim for " + id))
        .pid();
  }

  private boolean isShim(ProcessHandle process, String id) {
    List<String> words = List.of(process.info().arguments().orElse(new String[0]));
    return words.contains(containerd.socket().toString()) && words.contains(id);
  }

  /** The bundle of a task. */
  Path bundle(String id) {
    return containerd.state().resolve("io.containerd.runtime.v2.task/default").resolve(id);
  }

  /** The memory that a task's shim has to itself. */
  long shimKilobytes(String id) {
    Path rollup = Path.of("/proc/" + shim(id) + "/smaps_rollup");
    return read(rollup)
        .lines()
        .filter(line -> line.startsWith("Pss_Anon:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  /** The mounts that this process sees. */
  static String mounts() {
    return read(Path.of("/proc/self/mountinfo"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
