package dev.stevedore.tests.shim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.scratch.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Output that goes to a file or to a program instead of a client. */
@WholeStack(needs = {"containerd", "ctr", "containerd-shim-runc-v2", "runc"})
class LoggersTest {
  private static Tasks debian;
  private static Tasks ours;

  @BeforeAll
  static void start(Scratch scratch) {
    debian = Tasks.start(scratch);
    ours = Tasks.startOurs(scratch);
  }

  static Stream<Tasks> containerds() {
    return Stream.of(debian, ours);
  }

  @ParameterizedTest
  @MethodSource("containerds")
  void aFileGetsBoth(Tasks tasks, Scratch scratch) throws IOException {
    Path log = scratch.resolve("logs/file.log");
    tasks
        .run(List.of("-d", "--log-uri", "file://" + log), "file", "sh", "-c", "echo o; echo e >&2")
        .run()
        .ok();
    tasks.awaitState("file", "STOPPED");
    tasks.remove("file");

    assertThat(Files.readString(log).lines()).containsExactlyInAnyOrder("o", "e");
  }

  @ParameterizedTest
  @MethodSource("containerds")
  void aProgramGetsStdoutAndStderrApart(Tasks tasks, Scratch scratch) throws IOException {
    Path directory = scratch.directory("logs");
    Path logger =
        program(
            scratch,
            """
            #!/bin/sh
            cd %s
            echo "$CONTAINER_NAMESPACE $CONTAINER_ID $*" > told
            { cat <&3 > out; mv out stdout; } 4<&- 5>&- &
            { cat <&4 > err; mv err stderr; } 3<&- 5>&- &
            exec 3<&- 4<&- 5>&-
            wait
            """
                .formatted(directory));
    tasks
        .run(
            List.of("-d", "--log-uri", "binary://" + logger + "?color=red"),
            "logged",
            "sh",
            "-c",
            "i=0; while [ $i -lt 5000 ]; do echo o$i; echo e$i >&2; i=$((i+1)); done; exit 3")
        .run()
        .ok();
    tasks.awaitState("logged", "STOPPED");
    tasks.remove("logged");

    assertThat(text(directory.resolve("stdout")).lines())
        .hasSize(5000)
        .startsWith("o0", "o1")
        .endsWith("o4999")
        .allMatch(line -> line.startsWith("o"));
    assertThat(text(directory.resolve("stderr")).lines())
        .hasSize(5000)
        .startsWith("e0", "e1")
        .endsWith("e4999")
        .allMatch(line -> line.startsWith("e"));
    assertThat(Files.readString(directory.resolve("told"))).isEqualTo("default logged color red\n");
  }

  @ParameterizedTest
  @MethodSource("containerds")
  void anExecMayHaveAProgramOfItsOwn(Tasks tasks, Scratch scratch) throws IOException {
    Path directory = scratch.directory("logs");
    Path logger =
        program(
            scratch,
            "#!/bin/sh\nexec 5>&-\ncd %s\ncat <&3 > part; mv part whole\n".formatted(directory));
    tasks.run(List.of("-d", "--null-io"), "host", "sleep", "1000").run().ok();
    tasks
        .ctr(
            "tasks",
            "exec",
            "--detach",
            "--exec-id",
            "e",
            "--log-uri",
            "binary://" + logger,
            "host",
            "echo",
            "from within")
        .run()
        .ok();
    assertThat(text(directory.resolve("whole"))).isEqualTo("from within\n");
    tasks.remove("host");
  }

  @ParameterizedTest
  @MethodSource("containerds")
  void whatCannotBeLoggedToIsToldAsByTheOriginal(Tasks tasks) {
    for (String log : List.of("binary:///no/such/logger", "ftp://host/log")) {
      assertThat(refusal(tasks, "io.containerd.stevedore.v1", log))
          .contains("failed to create init process I/O: ")
          .isEqualTo(refusal(tasks, "io.containerd.runc.v2", log));
    }
  }

  /** What ctr says when it cannot run a container with that log; a list of one is not shown so. */
  private static String refusal(Tasks tasks, String runtime, String log) {
    String told =
        tasks.run(runtime, List.of("-d", "--log-uri", log), "refused", "true").run().exits(1).err();
    tasks.ctr("containers", "delete", "refused").run().ok();
    return told.replaceAll("1 error occurred:\\s+\\* ", "")
        .replaceAll("\\s+: unknown", ": unknown");
  }

  private static Path program(Scratch scratch, String text) {
    Path program = scratch.write(scratch.resolve("logger"), text);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program;
  }

  /** A file's text, once it is there. */
  private static String text(Path file) throws IOException {
    for (int i = 0; !Files.exists(file); i++) {
      assertThat(i).as("no %s", file).isLessThan(200);
      Pause.millis(50);
    }
    return Files.readString(file);
  }
}
