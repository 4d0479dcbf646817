package dev.stevedore.tests.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.leaks.Cgroups;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a shim, or a person, sees of a runtime. */
@WholeStack(needs = {"setsid"})
abstract class RuntimeBehaviour {

  /** The runtime under test. */
  abstract Path program();

  private Command runtime(Scratch scratch, String... args) {
    List<String> argv =
        new ArrayList<>(
            List.of(program().toString(), "--root", scratch.resolve("state").toString()));
    argv.addAll(List.of(args));
    return Command.of(argv);
  }

  private Result run(Scratch scratch, Bundle bundle) {
    return runtime(scratch, "run", "--bundle", bundle.path().toString(), id(scratch)).run();
  }

  /** Container ids of this test run only: cgroups are shared by the whole machine. */
  private static String id(Scratch scratch) {
    return "rt" + scratch.path().toString().replaceAll("[^0-9]+", "-");
  }

  private static Bundle shell(Scratch scratch, String script) {
    return Bundle.in(scratch.directory("bundle"), "sh", "-c", script);
  }

  @Test
  void runPassesOutputAndExitCode(Scratch scratch) {
    Result result = run(scratch, shell(scratch, "echo out; echo err >&2; exit 9")).exits(9);
    assertThat(result.out()).isEqualTo("out\n");
    assertThat(result.err()).isEqualTo("err\n");
    assertThat(runtime(scratch, "list", "-q").run().ok().out()).isEmpty();
  }

  @Test
  void theWorldInside(Scratch scratch) {
    Result result =
        run(
                scratch,
                shell(
                    scratch,
                    "hostname; echo $$; ls /sys/class/net; pwd; grep -c . /proc/mounts; ls /dev/null /dev/pts/ptmx"))
            .ok();
    assertThat(result.lines()).startsWith("bundle", "1", "lo", "/");
  }

  @Test
  void createStartStateKillDelete(Scratch scratch) throws IOException {
    String id = id(scratch);
    Bundle bundle = Bundle.in(scratch.directory("bundle"), "sleep", "1000");
    Path pidFile = scratch.resolve("pid");
    Command.shell(
            String.join(
                    " ",
                    runtime(
                            scratch,
                            "create",
                            "--pid-file",
                            pidFile.toString(),
                            "--bundle",
                            bundle.path().toString(),
                            id)
                        .argv())
                + " </dev/null >/dev/null 2>&1")
        .run()
        .ok();
    JsonNode created = state(scratch, id);
    assertThat(created.at("/status").asText()).isEqualTo("created");
    assertThat(created.at("/id").asText()).isEqualTo(id);
    assertThat(created.at("/bundle").asText()).isEqualTo(bundle.path().toString());
    assertThat(Files.readString(pidFile)).isEqualTo(created.at("/pid").asText());
    runtime(scratch, "start", id).run().ok();
    assertThat(state(scratch, id).at("/status").asText()).isEqualTo("running");
    assertThat(runtime(scratch, "list", "-q").run().ok().text()).isEqualTo(id);
    assertThat(runtime(scratch, "ps", id).run().ok().out()).contains("sleep 1000");
    assertThat(runtime(scratch, "delete", id).run().exit())
        .as("delete of a running container")
        .isNotZero();
    runtime(scratch, "kill", id, "KILL").run().ok();
    for (int i = 0; !state(scratch, id).at("/status").asText().equals("stopped"); i++) {
      assertThat(i).isLessThan(100);
      Pause.millis(20);
    }
    runtime(scratch, "delete", id).run().ok();
    assertThat(runtime(scratch, "state", id).run().exits(1).err()).contains("does not exist");
    assertThat(Cgroups.containing(id)).isEmpty();
  }

  @Test
  void startTwiceIsAnError(Scratch scratch) {
    String id = detached(scratch, Bundle.in(scratch.directory("bundle"), "sleep", "1000"));
    assertThat(runtime(scratch, "start", id).run().exits(1).err()).isNotBlank();
    assertThat(
            runtime(scratch, "create", "--bundle", scratch.resolve("bundle").toString(), id)
                .run()
                .exits(1)
                .err())
        .contains("exist");
    runtime(scratch, "delete", "--force", id).run().ok();
  }

  @Test
  void execRunsInside(Scratch scratch) throws IOException {
    String id = detached(scratch, Bundle.in(scratch.directory("bundle"), "sleep", "1000"));
    assertThat(runtime(scratch, "exec", id, "ps").run().ok().out()).contains("sleep 1000");
    runtime(scratch, "exec", id, "sh", "-c", "exit 11").run().exits(11);
    assertThat(
            runtime(
                    scratch,
                    "exec",
                    "--env",
                    "A=b",
                    "--cwd",
                    "/tmp",
                    "--user",
                    "1000:1000",
                    id,
                    "sh",
                    "-c",
                    "echo $A $PWD $(id -u)")
                .run()
                .ok()
                .text())
        .isEqualTo("b /tmp 1000");
    Path process =
        scratch.write(
            scratch.resolve("process.json"),
            "{\"terminal\": false, \"user\": {\"uid\": 0, \"gid\": 0}, \"args\": [\"echo\", \"by file\"], \"env\": [\"PATH=/bin\"], \"cwd\": \"/\"}");
    assertThat(runtime(scratch, "exec", "--process", process.toString(), id).run().ok().text())
        .isEqualTo("by file");
    assertThat(runtime(scratch, "exec", id, "no-such-command").run().exit()).isNotZero();
    runtime(scratch, "delete", "--force", id).run().ok();
  }

  @Test
  void aCommandThatIsNotThereLeavesNothing(Scratch scratch) {
    Result failed = run(scratch, Bundle.in(scratch.directory("bundle"), "no-such-command"));
    assertThat(failed.exit()).isNotZero();
    assertThat(failed.err())
        .contains("no-such-command")
        .contains("executable file not found in $PATH");
    assertThat(runtime(scratch, "list", "-q").run().ok().out()).isEmpty();
    assertThat(Cgroups.containing(id(scratch))).isEmpty();
  }

  @Test
  void aBrokenConfigurationIsAnError(Scratch scratch) {
    Bundle bundle = Bundle.in(scratch.directory("bundle"), "true");
    scratch.write(bundle.path().resolve("config.json"), "{\"ociVersion\": ");
    assertThat(run(scratch, bundle).exit()).isNotZero();
    assertThat(runtime(scratch, "run", "--bundle", "/no/such/bundle", "x").run().exit())
        .isNotZero();
    assertThat(runtime(scratch, "no-such-verb").run().exit()).isNotZero();
    assertThat(runtime(scratch, "run", "--no-such-flag", "x").run().exit()).isNotZero();
  }

  @Test
  void capabilitiesAndNoNewPrivileges(Scratch scratch) {
    Result result =
        run(
                scratch,
                shell(
                    scratch,
                    "grep -E '^(CapEff|CapBnd|CapInh|NoNewPrivs)' /proc/self/status | tr -s '\\t' ' '"))
            .ok();
    assertThat(result.lines())
        .containsExactlyInAnyOrder(
            "CapInh: 0000000000000000",
            "CapEff: 0000000000000420",
            "CapBnd: 0000000000000420",
            "NoNewPrivs: 1");
  }

  @Test
  void userGroupsAndUmask(Scratch scratch) {
    Bundle bundle = shell(scratch, "id -u; id -g; id -G; umask");
    bundle.set(
        "/process/user",
        "{\"uid\": 1000, \"gid\": 1001, \"additionalGids\": [5, 6], \"umask\": 63}");
    assertThat(run(scratch, bundle).ok().lines())
        .containsExactly("1000", "1001", "1001 5 6", "0077");
  }

  @Test
  void limits(Scratch scratch) {
    Bundle bundle = shell(scratch, "ulimit -n; ulimit -Hn; cat /proc/self/oom_score_adj");
    bundle.set("/process/rlimits", "[{\"type\": \"RLIMIT_NOFILE\", \"soft\": 512, \"hard\": 600}]");
    bundle.set("/process/oomScoreAdj", "123");
    assertThat(run(scratch, bundle).ok().lines()).containsExactly("512", "600", "123");
  }

  @Test
  void aReadOnlyRootAndProtectedPaths(Scratch scratch) {
    Bundle bundle =
        shell(
            scratch,
            "touch /file; echo 1 > /proc/sys/kernel/hostname; head -c 1 /proc/kcore | wc -c; ls /sys/firmware | wc -l");
    bundle.set("/root/readonly", "true");
    Result result = run(scratch, bundle).ok();
    assertThat(result.err())
        .contains("/file: Read-only file system")
        .contains("/proc/sys/kernel/hostname: Read-only file system");
    assertThat(result.lines()).containsExactly("0", "0");
  }

  @Test
  void mountsDevicesAndSysctls(Scratch scratch) {
    Bundle bundle =
        shell(
            scratch,
            "cat /data/file; touch /data/new; ls -l /dev/extra | cut -c1; cat /proc/sys/net/ipv4/ip_forward");
    scratch.write(scratch.resolve("file"), "bound\n");
    bundle.add(
        "/mounts",
        "{\"destination\": \"/data\", \"type\": \"bind\", \"source\": \""
            + scratch.path()
            + "\", \"options\": [\"rbind\", \"ro\"]}");
    bundle.set(
        "/linux/devices",
        "[{\"path\": \"/dev/extra\", \"type\": \"c\", \"major\": 1, \"minor\": 3, \"fileMode\": 438, \"uid\": 0, \"gid\": 0}]");
    bundle.set("/linux/sysctl", "{\"net.ipv4.ip_forward\": \"1\"}");
    Result result = run(scratch, bundle).ok();
    assertThat(result.lines()).containsExactly("bound", "c", "1");
    assertThat(result.err()).contains("/data/new: Read-only file system");
  }

  /** A link in the image must not lead a mount out of the root. */
  @Test
  void aMountFollowsNoLinkOutOfTheRoot(Scratch scratch) throws IOException {
    Path outside = scratch.directory("outside");
    Bundle bundle = shell(scratch, "echo inside > /link/file; cat " + outside + "/file");
    Files.createSymbolicLink(bundle.rootfs().resolve("link"), outside);
    bundle.add(
        "/mounts", "{\"destination\": \"/link\", \"type\": \"tmpfs\", \"source\": \"tmpfs\"}");
    assertThat(run(scratch, bundle).ok().out()).isEqualTo("inside\n");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void seccompRefusesWhatItSays(Scratch scratch) {
    Bundle bundle = shell(scratch, "mkdir /made; chmod 700 /tmp && echo others work");
    bundle.set(
        "/linux/seccomp",
        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"architectures\": [\"SCMP_ARCH_X86_64\"],"
            + " \"syscalls\": [{\"names\": [\"mkdir\", \"mkdirat\"], \"action\": \"SCMP_ACT_ERRNO\", \"errnoRet\": 1}]}");
    Result result = run(scratch, bundle).ok();
    assertThat(result.err()).contains("Operation not permitted");
    assertThat(result.out()).isEqualTo("others work\n");
  }

  @Test
  void limitsOfTheCgroupHold(Scratch scratch) {
    Bundle bundle =
        shell(
            scratch,
            "p=$(sed -n 's/^[0-9]*:memory://p' /proc/self/cgroup); cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/pids/pids.max || cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/pids.max");
    bundle.add(
        "/mounts",
        "{\"destination\": \"/sys/fs/cgroup\", \"type\": \"cgroup\", \"source\": \"cgroup\", \"options\": [\"nosuid\", \"noexec\", \"nodev\", \"relatime\", \"ro\"]}");
    bundle.set("/linux/cgroupsPath", "\"/" + id(scratch) + "\"");
    bundle.set("/linux/resources/memory", "{\"limit\": 33554432}");
    bundle.set("/linux/resources/pids", "{\"limit\": 50}");
    assertThat(run(scratch, bundle).ok().lines()).containsExactly("33554432", "50");
    assertThat(Cgroups.containing(id(scratch))).isEmpty();
  }

  @Test
  void memoryOverTheLimitIsKilled(Scratch scratch) {
    Bundle bundle = shell(scratch, "tail /dev/zero; echo ended $?");
    bundle.set("/linux/cgroupsPath", "\"/" + id(scratch) + "\"");
    bundle.set("/linux/resources/memory", "{\"limit\": 16777216}");
    assertThat(run(scratch, bundle).out()).isEqualTo("ended 137\n");
  }

  @Test
  void sixMegabytesAreEnough(Scratch scratch) {
    Bundle bundle = Bundle.in(scratch.directory("bundle"), "true");
    bundle.set("/linux/cgroupsPath", "\"/" + id(scratch) + "\"");
    bundle.set("/linux/resources/memory", "{\"limit\": 6291456}");
    run(scratch, bundle).ok();
  }

  @Test
  void hooksRunWithTheState(Scratch scratch) throws IOException {
    Bundle bundle = Bundle.in(scratch.directory("bundle"), "true");
    Path seen = scratch.resolve("seen");
    String hook =
        "[{\"path\": \"/bin/sh\", \"args\": [\"sh\", \"-c\", \"cat >> "
            + seen
            + "; echo >> "
            + seen
            + "\"]}]";
    bundle.set(
        "/hooks",
        "{\"createRuntime\": "
            + hook
            + ", \"poststart\": "
            + hook
            + ", \"poststop\": "
            + hook
            + "}");
    run(scratch, bundle).ok();
    List<String> states =
        Files.readAllLines(seen).stream().filter(line -> !line.isBlank()).toList();
    assertThat(states).hasSize(3).allMatch(line -> line.contains("\"id\":\"" + id(scratch) + "\""));
  }

  @Test
  void nothingOfTheHostIsOpenInside(Scratch scratch) {
    assertThat(run(scratch, shell(scratch, "ls /proc/self/fd | wc -l")).ok().text()).isEqualTo("4");
  }

  private String detached(Scratch scratch, Bundle bundle) {
    String id = id(scratch);
    String line =
        String.join(
            " ",
            runtime(scratch, "run", "--detach", "--bundle", bundle.path().toString(), id).argv());
    Command.shell(line + " </dev/null >/dev/null 2>&1").run().ok();
    return id;
  }

  private JsonNode state(Scratch scratch, String id) throws IOException {
    return new ObjectMapper().readTree(runtime(scratch, "state", id).run().ok().out());
  }
}
