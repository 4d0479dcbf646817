package dev.stevedore.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Options of run that reach beyond the container: its log, another's memory, the host's name. */
public abstract class OptionsBehaviour extends WatchingBehaviour {
  @Test
  void aLogNotesLabelsVariablesAndATag() {
    cli(
            "run",
            "--name",
            "noted",
            "--log-opt",
            "labels=a,b",
            "--log-opt",
            "env=FOO",
            "--log-opt",
            "tag={{.Name}}/{{.ImageName}}",
            "--label",
            "a=1",
            "-e",
            "FOO=two words",
            "busybox",
            "echo",
            "hello")
        .run()
        .ok();
    assertThat(cli("logs", "noted").run().ok().text()).isEqualTo("hello");
    assertThat(cli("logs", "--details", "noted").run().ok().text())
        .isEqualTo("FOO=two+words,a=1,tag=noted%2Fbusybox hello");
  }

  @Test
  void aLocalLogIsReadLikeAnyOther() {
    cli(
            "run",
            "--name",
            "kept",
            "--log-driver",
            "local",
            "--log-opt",
            "max-size=2k",
            "--log-opt",
            "max-file=2",
            "busybox",
            "seq",
            "1",
            "500")
        .run()
        .ok();
    assertThat(inspect("kept", "{{.HostConfig.LogConfig.Type}}")).isEqualTo("local");
    assertThat(cli("logs", "--tail", "2", "kept").run().ok().lines()).containsExactly("499", "500");
    assertThat(cli("logs", "kept").run().ok().lines()).hasSizeBetween(10, 400);
  }

  @Test
  void memoryIsSharedOnlyIfItsOwnerShares() {
    cli("run", "-d", "--name", "donor", "--ipc", "shareable", "busybox", "sleep", "1000")
        .run()
        .ok();
    cli("run", "-d", "--name", "private", "--ipc", "private", "busybox", "sleep", "1000")
        .run()
        .ok();
    cli("run", "--rm", "--ipc", "container:donor", "busybox", "sh", "-c", "echo hi > /dev/shm/x")
        .run()
        .ok();
    assertThat(cli("exec", "donor", "cat", "/dev/shm/x").run().ok().text()).isEqualTo("hi");
    assertThat(
            cli("run", "--rm", "--ipc", "container:private", "busybox", "true")
                .run()
                .exits(125)
                .err())
        .contains("non-shareable IPC");
    cli("stop", "-t", "0", "donor").run().ok();
    assertThat(
            cli("run", "--rm", "--ipc", "container:donor", "busybox", "true")
                .run()
                .exits(125)
                .err())
        .contains("is not running");
  }

  @Test
  void theHostsNameIsTheContainersToo() {
    String host = cli("info", "--format", "{{.Name}}").run().ok().text();
    assertThat(cli("run", "--rm", "--uts", "host", "busybox", "hostname").run().ok().text())
        .isEqualTo(host);
  }

  @Test
  void whatTheMachineDoesNotHaveIsRefused() {
    assertThat(cli("create", "--cpuset-cpus", "999", "busybox").run().exits(1).err())
        .contains("Requested CPUs are not available - requested 999, available: 0");
    assertThat(cli("create", "--restart", "always:3", "busybox").run().exits(1).err())
        .contains("maximum retry count");
    assertThat(cli("run", "--rm", "--gpus", "all", "busybox").run().exits(125).err())
        .contains("could not select device driver \"\" with capabilities: [[gpu]]");
  }
}
