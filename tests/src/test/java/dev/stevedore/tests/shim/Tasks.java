package dev.stevedore.tests.shim;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Containerd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tasks of Debian's containerd on our shim. */
record Tasks(Containerd containerd) {
  private static final String IMAGE = "docker.io/library/busybox:latest";

  /** Starts a containerd with busybox in it. */
  static Tasks start(Scratch scratch) {
    Containerd containerd = Containerd.debian(scratch);
    containerd.ctr("images", "import", Busybox.archive().toString()).run().ok();
    return new Tasks(containerd);
  }

  /** {@code ctr run} with our shim. */
  Command run(List<String> options, String id, String... command) {
    List<String> args = new ArrayList<>(List.of("run", "--runtime", "io.containerd.stevedore.v1"));
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
    for (String line : ctr("tasks", "ls").run().ok().lines()) {
      String[] words = line.split(" +");
      if (words[0].equals(id)) {
        return words[2];
      }
    }
    return "";
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
}
