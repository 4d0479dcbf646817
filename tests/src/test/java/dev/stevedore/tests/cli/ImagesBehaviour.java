package dev.stevedore.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import org.junit.jupiter.api.Test;

/** Images, and what the engine tells about itself. */
abstract class ImagesBehaviour extends DiskBehaviour {

  @Test
  void loadNamesTheImageAndImagesListsIt() {
    assertThat(cli("load", "-i", Busybox.archive().toString()).run().ok().out())
        .contains("Loaded image: busybox:latest");
    assertThat(cli("images", "--format", "{{.Repository}}:{{.Tag}}").run().ok().lines())
        .contains("busybox:latest");
    assertThat(cli("images").run().ok().lines().getFirst())
        .startsWith("REPOSITORY")
        .contains("TAG", "IMAGE ID", "CREATED", "SIZE");
    assertThat(cli("images", "-q").run().ok().lines()).allMatch(id -> id.matches("[0-9a-f]{12}"));
  }

  @Test
  void loadReadsStandardInput() {
    Result result =
        dev.stevedore.tests.harness.process.Command.shell(
                String.join(" ", cli("load").argv()) + " < " + Busybox.archive())
            .env(cli().environment())
            .run()
            .ok();
    assertThat(result.out()).contains("Loaded image");
  }

  @Test
  void inspectTellsTheConfiguration() {
    assertThat(cli("inspect", "-f", "{{json .Config.Cmd}}", "busybox").run().ok().text())
        .isEqualTo("[\"sh\"]");
    String id =
        cli("create", "--name", "seen", "-e", "A=b", "--label", "k=v", "busybox", "echo", "x")
            .run()
            .ok()
            .text();
    assertThat(
            cli(
                    "inspect",
                    "-f",
                    "{{.Id}} {{.Name}} {{.Path}} {{json .Args}} {{index .Config.Labels \"k\"}}",
                    "seen")
                .run()
                .ok()
                .text())
        .isEqualTo(id + " /seen echo [\"x\"] v");
    assertThat(cli("inspect", "seen").run().ok().out())
        .startsWith("[")
        .contains("\"Id\": \"" + id + "\"");
  }

  @Test
  void anImageInUseIsNotRemoved(Scratch scratch) {
    var archive = Busybox.image("spare:1").write(scratch.resolve("spare.tar"));
    cli("load", "-i", archive.toString()).run().ok();
    cli("create", "--name", "user", "spare:1", "true").run().ok();
    Result refused = cli("rmi", "spare:1").run();
    if (refused.exit() != 0) {
      // busybox has the same content, so Docker may only take the name away, which it refuses while
      // a container has that name.
      assertThat(refused.err()).contains("conflict");
    }
    cli("rm", "user").run().ok();
    cli("rmi", "-f", "spare:1").run();
    assertThat(cli("images", "-q", "spare").run().ok().out()).isEmpty();
    cli("run", "--rm", "busybox", "true").run().ok();
  }

  @Test
  void aBrokenArchiveIsAnErrorThatSaysSo(Scratch scratch) {
    var file = scratch.write(scratch.resolve("bad.tar"), "this is not a tar\n");
    Result result = cli("load", "-i", file.toString()).run().exits(1);
    assertThat(result.err()).isNotBlank();
  }

  @Test
  void versionAndInfo() {
    assertThat(cli("version").run().ok().out()).contains("Client:", "Server:", "API version");
    assertThat(cli("version", "--format", "{{.Server.Os}}").run().ok().text()).isEqualTo("linux");
    assertThat(cli("info").run().ok().out())
        .contains("Containers:", "Images:", "Kernel Version:", "Cgroup Driver:");
    assertThat(cli("info", "--format", "{{.OSType}}").run().ok().text()).isEqualTo("linux");
  }

  @Test
  void anUnknownCommandIsRefused() {
    Result result = cli("no-such-command").run();
    assertThat(result.exit()).isIn(1, 125);
    assertThat(result.err()).contains("no-such-command");
  }

  @Test
  void withoutAnEngineTheErrorNamesTheSocket() {
    Result result = at("unix:///nowhere/docker.sock", "ps").run();
    assertThat(result.exit()).isNotZero();
    assertThat(result.err())
        .containsIgnoringCase("cannot connect")
        .contains("unix:///nowhere/docker.sock");
  }
}
