package dev.stevedore.shim.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.lib.ttrpc.options.CheckpointOptions;
import dev.stevedore.lib.ttrpc.options.RuncOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RuntimeCommandTest {
  private static final RuntimeCommand COMMAND =
      new RuntimeCommand("crun", "/run/r/moby", "/b/log.json", "", false);

  @Test
  void createWithEverything() {
    assertThat(COMMAND.create("id", "/b", "/b/init.pid", "/run/s.0", true, true))
        .containsExactly(
            "crun",
            "--root",
            "/run/r/moby",
            "--log",
            "/b/log.json",
            "--log-format",
            "json",
            "create",
            "--bundle",
            "/b",
            "--pid-file",
            "/b/init.pid",
            "--console-socket",
            "/run/s.0",
            "--no-pivot",
            "--no-new-keyring",
            "id");
  }

  @Test
  void execIsDetached() {
    assertThat(COMMAND.exec("id", "/b/p.json", "/b/e.pid", ""))
        .endsWith("exec", "--process", "/b/p.json", "--detach", "--pid-file", "/b/e.pid", "id");
  }

  @Test
  void theRest() {
    assertThat(COMMAND.kill("id", 15, true)).endsWith("kill", "--all", "id", "15");
    assertThat(COMMAND.kill("id", 15, false)).endsWith("kill", "id", "15");
    assertThat(COMMAND.delete("id", true)).endsWith("delete", "--force", "id");
    assertThat(COMMAND.simple("pause", "id")).endsWith("pause", "id");
    assertThat(COMMAND.ps("id")).endsWith("ps", "--format", "json", "id");
    assertThat(COMMAND.update("id", "/b/u.json"))
        .endsWith("update", "--resources", "/b/u.json", "id");
    assertThat(new RuntimeCommand("runc", "/r", "/l", "", true).simple("start", "id"))
        .containsSequence("--systemd-cgroup", "start");
  }

  @Test
  void checkpointAndRestore() {
    CheckpointOptions options =
        new CheckpointOptions(
            false, true, false, true, false, List.of("network"), "soft", "/img", "/w");
    assertThat(COMMAND.checkpoint("id", "/img", "/w", options))
        .endsWith(
            "checkpoint",
            "--image-path",
            "/img",
            "--work-path",
            "/w",
            "--tcp-established",
            "--shell-job",
            "--manage-cgroups-mode",
            "soft",
            "--empty-ns",
            "network",
            "--leave-running",
            "id");
    assertThat(COMMAND.restore("id", "/b", "/b/init.pid", "", "/img", "", RuncOptions.DEFAULT))
        .endsWith(
            "restore",
            "--image-path",
            "/img",
            "--detach",
            "--pid-file",
            "/b/init.pid",
            "--no-subreaper",
            "--bundle",
            "/b",
            "id");
  }
}
