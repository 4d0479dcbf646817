package dev.stevedore.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** {@code update}: limits and restart policies of containers that are there. */
public abstract class UpdateBehaviour extends LifecycleBehaviour {
  /**
   * Memory, memory with swap, CPU quota and number of processes, as the container's cgroup says.
   */
  private static final String LIMITS =
      "cd /sys/fs/cgroup; if [ -d memory ]; then"
          + " echo $(cat memory/memory.limit_in_bytes memory/memory.memsw.limit_in_bytes"
          + " cpu/cpu.cfs_quota_us pids/pids.max); else"
          + " echo $(cat memory.max) $(($(cat memory.max) + $(cat memory.swap.max)))"
          + " $(cut -d ' ' -f 1 cpu.max) $(cat pids.max); fi";

  private static final String LIMIT_FIELDS =
      "{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}} {{.HostConfig.NanoCpus}} {{.HostConfig.PidsLimit}}";

  private String limits(String container) {
    return cli("exec", container, "sh", "-c", LIMITS).run().ok().text();
  }

  @Test
  void limitsOfARunningContainerChangeAtOnceAndStay() {
    cli("run", "-d", "--name", "limited", "-m", "64m", "busybox", "sleep", "1000").run().ok();
    assertThat(inspect("limited", "{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}}"))
        .isEqualTo("67108864 134217728");
    long before = Instant.now().getEpochSecond();
    assertThat(
            cli(
                    "update",
                    "-m",
                    "96m",
                    "--memory-swap",
                    "256m",
                    "--cpus",
                    "0.5",
                    "--pids-limit",
                    "50",
                    "limited")
                .run()
                .ok()
                .text())
        .isEqualTo("limited");
    assertThat(limits("limited")).isEqualTo("100663296 268435456 50000 50");
    assertThat(inspect("limited", LIMIT_FIELDS)).isEqualTo("100663296 268435456 500000000 50");
    assertThat(
            cli(
                    "events",
                    "--since",
                    Long.toString(before),
                    "--until",
                    Long.toString(Instant.now().getEpochSecond() + 1),
                    "--filter",
                    "event=update",
                    "--format",
                    "{{.Action}} {{.Actor.Attributes.name}}")
                .run()
                .ok()
                .lines())
        .containsExactly("update limited");
    cli("restart", "-t", "0", "limited").run().ok();
    assertThat(limits("limited")).isEqualTo("100663296 268435456 50000 50");
    cli("update", "-m", "32m", "limited").run().ok();
    assertThat(limits("limited")).isEqualTo("33554432 268435456 50000 50");
  }

  @Test
  void limitsOfAStoppedContainerHoldFromItsNextStart() {
    cli("create", "--name", "later", "-m", "64m", "busybox", "sh", "-c", LIMITS).run().ok();
    cli("update", "-m", "48m", "--cpu-quota", "20000", "later").run().ok();
    assertThat(cli("start", "-a", "later").run().ok().text())
        .startsWith("50331648 134217728 20000 ");
  }

  @Test
  void aNewRestartPolicyTakesEffectAtTheNextEnd() {
    detached("ending", "sh", "-c", "until [ -e /go ]; do sleep 0.1; done; exit 4");
    cli("update", "--restart", "on-failure:2", "ending").run().ok();
    assertThat(inspect("ending", "{{.HostConfig.RestartPolicy}}")).isEqualTo("{on-failure 2}");
    cli("exec", "ending", "touch", "/go").run().ok();
    await("ending", "{{.RestartCount}} {{.State.Status}} {{.State.ExitCode}}", "2 exited 4");
  }

  @Test
  void changesThatDoNotFitAreRefusedAndChangeNothing() {
    cli("create", "--rm", "--name", "fixed", "-m", "64m", "--cpus", "0.5", "busybox", "true")
        .run()
        .ok();
    refused("Minimum memory limit allowed is 6MB", "-m", "1m");
    refused(
        "Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time",
        "-m",
        "256m");
    refused(
        "Minimum memoryswap limit should be larger than memory limit, see usage",
        "-m",
        "32m",
        "--memory-swap",
        "16m");
    refused(
        "Conflicting options: CPU Quota cannot be updated as NanoCPUs has already been set",
        "--cpu-quota",
        "20000");
    refused(
        "Restart policy cannot be updated because AutoRemove is enabled for the container",
        "--restart",
        "always");
    refused("invalid restart policy", "--restart", "sometimes");
    refused("you must provide one or more flags when using this command");
    assertThat(
            inspect(
                "fixed",
                "{{.HostConfig.Memory}} {{.HostConfig.CpuQuota}} {{.HostConfig.RestartPolicy.Name}}"))
        .isEqualTo("67108864 0 no");
    assertThat(cli("update", "-m", "64m", "nobody").run().exits(1).err())
        .contains("No such container: nobody");
  }

  private void refused(String text, String... flags) {
    String[] words = new String[flags.length + 2];
    words[0] = "update";
    System.arraycopy(flags, 0, words, 1, flags.length);
    words[words.length - 1] = "fixed";
    assertThat(cli(words).run().exits(1).err()).contains(text);
  }
}
