package dev.stevedore.tests.shim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Background;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the shim asks a runtime for beyond a container's usual life. */
@WholeStack(needs = {"containerd", "ctr", "runc"})
class VerbsTest {
  private static Tasks tasks;

  @BeforeAll
  static void start(Scratch scratch) {
    tasks = Tasks.start(scratch);
  }

  @Test
  void infoNamesTheShimAndWhatItsRuntimeCanDo() {
    String info =
        Command.of(Programs.shim(), "-info").env("PATH", Programs.searchPath()).run().ok().out();
    assertThat(info)
        .contains(
            "io.containerd.stevedore.v1",
            "types.containerd.io/opencontainers/runtime-spec/1/features/Features",
            "\"ociVersionMin\"",
            "\"mountOptions\"");
  }

  @Test
  void aCheckpointIsTheRuntimesToWrite(Scratch scratch) throws IOException {
    Path arguments = scratch.resolve("arguments");
    Path options = runtime(scratch, "echo \"$@\" > %s; exit 0".formatted(arguments));
    tasks.run(options(options), "kept", "sleep", "1000").run().ok();
    try (Background events = tasks.ctr("events").start()) {
      Pause.millis(300);
      String image = tasks.ctr("tasks", "checkpoint", "kept").run().ok().text();
      events.awaitOut("/tasks/checkpointed");
      tasks.ctr("images", "rm", image).run().ok();
    }
    assertThat(Files.readString(arguments)).containsPattern("checkpoint .*--image-path /.* kept");
    assertThat(tasks.state("kept")).isEqualTo("RUNNING");
    tasks.remove("kept");
  }

  @Test
  void aCheckpointThatFailsIsToldInTheRuntimesWords(Scratch scratch) {
    Path options = runtime(scratch, "echo 'criu is out of sorts' >&2; exit 1");
    tasks.run(options(options), "unkept", "sleep", "1000").run().ok();
    assertThat(tasks.ctr("tasks", "checkpoint", "unkept").run().exits(1).err())
        .contains("criu is out of sorts", "criu-dump.log");
    assertThat(tasks.state("unkept")).isEqualTo("RUNNING");
    tasks.remove("unkept");
  }

  private static List<String> options(Path file) {
    return List.of("-d", "--null-io", "--runtime-config-path", file.toString());
  }

  /** Options that name a runtime which is runc, but for what it does at {@code checkpoint}. */
  private static Path runtime(Scratch scratch, String checkpoint) {
    Path program =
        scratch.write(
            scratch.resolve("runtime"),
            """
            #!/bin/sh
            for word in "$@"; do
              if [ "$word" = checkpoint ]; then
                %s
              fi
            done
            exec %s "$@"
            """
                .formatted(checkpoint, Programs.peer("runc")));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return scratch.write(
        scratch.resolve("options.toml"), "BinaryName = \"%s\"\n".formatted(program));
  }
}
