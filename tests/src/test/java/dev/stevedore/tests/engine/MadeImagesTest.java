package dev.stevedore.tests.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Engine;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that the engine makes itself: commit, export and import, by both clients. */
@WholeStack(needs = {"docker", "setsid"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MadeImagesTest {
  private Engine engine;

  @BeforeAll
  void start(Scratch scratch) {
    engine = Engine.start(scratch);
    engine.load(Busybox.archive());
  }

  @AfterEach
  void removeContainers() {
    for (String id : engine.docker("ps", "-aq").run().ok().lines()) {
      engine.docker("rm", "-f", id).run().ok();
    }
  }

  private Command cli(String client, String... args) {
    return client.equals("docker") ? engine.docker(args) : engine.stevedore(args);
  }

  private String run(String image, String... command) {
    String[] words = new String[command.length + 5];
    System.arraycopy(new String[] {"run", "--rm", "--network", "none", image}, 0, words, 0, 5);
    System.arraycopy(command, 0, words, 5, command.length);
    return engine.docker(words).run().ok().out();
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker", "stevedore"})
  void whatAContainerHasChangedIsCommitted(String client) {
    String script = "echo new > /new; rm /etc/group; echo changed > /etc/passwd; sleep 100";
    cli(
            client,
            "run",
            "-d",
            "--name",
            "work",
            "--network",
            "none",
            "-e",
            "A=1",
            "busybox",
            "sh",
            "-c",
            script)
        .run()
        .ok();
    for (int i = 0; i < 100 && cli(client, "exec", "work", "cat", "/new").run().exit() != 0; i++) {
      dev.stevedore.tests.harness.process.Pause.millis(50);
    }
    String id =
        cli(
                client,
                "commit",
                "-a",
                "me",
                "-m",
                "why",
                "-c",
                "CMD [\"cat\", \"/new\", \"/etc/passwd\"]",
                "-c",
                "ENV B=2",
                "work",
                "made/here:1")
            .run()
            .ok()
            .text();
    assertThat(run("made/here:1")).isEqualTo("new\nchanged\n");
    assertThat(run("made/here:1", "sh", "-c", "ls /etc/group; echo $A $B")).isEqualTo("1 2\n");
    assertThat(
            cli(client, "inspect", "-f", "{{.Id}} {{.Author}} {{.Comment}}", "made/here:1")
                .run()
                .ok()
                .text())
        .isEqualTo(id + " me why");
    assertThat(cli(client, "history", "--format", "{{.Comment}}", "made/here:1").run().ok().lines())
        .first()
        .isEqualTo("why");
    // It is not left paused.
    cli(client, "exec", "work", "true").run().ok();
    cli(client, "rmi", "made/here:1").run().ok();
    run("busybox", "true");
  }

  @Test
  void anInstructionThatIsNoChangeIsRefused() {
    engine.docker("create", "--name", "work", "busybox").run().ok();
    assertThat(engine.docker("commit", "-c", "FROM x", "work").run().exits(1).err())
        .contains("FROM is not a valid change command");
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker", "stevedore"})
  void aFileSystemIsExportedAndImported(String client, Scratch scratch) {
    cli(client, "run", "--name", "work", "--network", "none", "busybox", "sh", "-c", "echo x > /x")
        .run()
        .ok();
    Path tar = scratch.resolve("fs.tar");
    cli(client, "export", "-o", tar.toString(), "work").run().ok();
    assertThat(Command.of("tar", "-tf", tar.toString()).run().ok().lines())
        .contains("bin/busybox", "x", "etc/passwd");
    Command.of("gzip", tar.toString()).run().ok();
    String id =
        cli(client, "import", "-c", "CMD cat /x", "-m", "from afar", tar + ".gz", "imported:1")
            .run()
            .ok()
            .text();
    assertThat(run("imported:1")).isEqualTo("x\n");
    assertThat(engine.docker("images", "-q", "--no-trunc", "imported").run().ok().text())
        .isEqualTo(id);
    engine.docker("rmi", "imported:1").run().ok();
  }

  @Test
  void whatIsNoFileSystemIsNotImported(Scratch scratch) {
    Path file =
        scratch.write(scratch.resolve("no.tar"), "no tar at all, but some text\n".repeat(99));
    assertThat(engine.docker("import", file.toString(), "bad:1").run().exits(1).err())
        .contains("failed to extract layer");
    assertThat(engine.docker("images", "-q", "bad").run().ok().out()).isEmpty();
  }
}
