package dev.stevedore.tests.harness.stack;

import dev.stevedore.tests.harness.scratch.Scratch;
import java.nio.file.Files;
import java.nio.file.Path;

/** Debian's crun, as it can be used on this machine. */
public final class Crun {
  private Crun() {}

  /** crun refuses hybrid cgroups, so there it does not get to see the v2 half. */
  public static Path program(Scratch scratch) {
    Path unified = Path.of("/sys/fs/cgroup/unified");
    Path crun = Programs.peer("crun");
    if (!Files.exists(unified)) {
      return crun;
    }
    Path script =
        scratch.write(
            scratch.resolve("crun"),
            "#!/bin/sh\nexec unshare --mount sh -c 'umount %s && exec %s \"$@\"' sh \"$@\"\n"
                .formatted(unified, crun));
    if (!script.toFile().setExecutable(true)) {
      throw new AssertionError("cannot make " + script + " executable");
    }
    return script;
  }
}
