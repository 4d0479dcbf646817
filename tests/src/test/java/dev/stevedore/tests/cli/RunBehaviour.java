package dev.stevedore.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.ImageArchive;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code run}: what goes in, what comes out, and the exit code. */
public abstract class RunBehaviour extends Pair {

  @Test
  void outputAndErrorsAreKeptApart() {
    Result result =
        cli("run", "--rm", "--network", "none", "busybox", "sh", "-c", "echo out; echo err >&2")
            .run()
            .ok();
    assertThat(result.out()).isEqualTo("out\n");
    assertThat(result.err()).isEqualTo("err\n");
  }

  @Test
  void theExitCodeOfTheProcessPassesThrough() {
    cli("run", "--rm", "busybox", "true").run().exits(0);
    cli("run", "--rm", "busybox", "sh", "-c", "exit 42").run().exits(42);
  }

  @Test
  void aCommandThatIsNotThereGives127() {
    Result result = cli("run", "--rm", "busybox", "no-such-command").run().exits(127);
    assertThat(result.err()).contains("no-such-command").contains("executable file not found");
    assertThat(cli("ps", "-aq").run().ok().out()).isEmpty();
  }

  @Test
  void aFileThatCannotBeExecutedGives126() {
    Result result = cli("run", "--rm", "busybox", "/etc/passwd").run().exits(126);
    assertThat(result.err()).contains("/etc/passwd").containsIgnoringCase("permission denied");
  }

  @Test
  void anUnknownFlagGives125() {
    Result result = cli("run", "--no-such-flag", "busybox").run().exits(125);
    assertThat(result.err()).contains("unknown flag: --no-such-flag");
  }

  @Test
  void anImageThatIsNotThereGives125() {
    Result result = cli("run", "--rm", "--pull", "never", "no-such-image").run().exits(125);
    assertThat(result.err()).containsIgnoringCase("no such image").contains("no-such-image");
  }

  @Test
  void whatIsPipedInReachesTheProcessAndEnds() {
    assertThat(cli("run", "--rm", "-i", "busybox", "cat").stdin("hi\n").run().ok().out())
        .isEqualTo("hi\n");
  }

  @Test
  void withoutInteractiveStandardInputIsEmpty() {
    assertThat(cli("run", "--rm", "busybox", "cat").stdin("not seen").run().ok().out()).isEmpty();
  }

  @Test
  void muchDataGoesThroughUnchanged() {
    byte[] data = "0123456789abcde\n".repeat(1 << 19).getBytes(StandardCharsets.US_ASCII);
    Result sum = cli("run", "--rm", "-i", "busybox", "sha256sum").stdin(data).run().ok();
    assertThat(sum.out()).startsWith(ImageArchive.sha256(data));
    Result back =
        cli("run", "--rm", "busybox", "sh", "-c", "yes 0123456789abcde | head -c 8388608")
            .timeout(Duration.ofSeconds(40))
            .run()
            .ok();
    assertThat(back.out()).hasSize(8 << 20);
    assertThat(ImageArchive.sha256(back.out().getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(ImageArchive.sha256(data));
  }

  @Test
  void aReaderThatGoesAwayDoesNotHangTheClient() {
    String line = String.join(" ", cli("run", "--rm", "busybox", "yes").argv()) + " | head -n 1";
    assertThat(
            dev.stevedore.tests.harness.process.Command.shell(line)
                .env(cli().environment())
                .run()
                .out())
        .isEqualTo("y\n");
    // The client is gone; the container is not, as with Docker, so it is removed by the next line.
    cli("ps", "-aq").run().ok().lines().forEach(id -> cli("rm", "-f", id).run().ok());
  }

  @Test
  void environmentDirectoryUserAndHostname() {
    assertThat(
            cli("run", "--rm", "-e", "A=b c", "busybox", "sh", "-c", "echo \"$A\"")
                .run()
                .ok()
                .out())
        .isEqualTo("b c\n");
    assertThat(
            cli("run", "--rm", "-e", "FROM_CLIENT", "busybox", "sh", "-c", "echo $FROM_CLIENT")
                .env("FROM_CLIENT", "x")
                .run()
                .ok()
                .out())
        .isEqualTo("x\n");
    assertThat(cli("run", "--rm", "-w", "/made/here", "busybox", "pwd").run().ok().out())
        .isEqualTo("/made/here\n");
    assertThat(cli("run", "--rm", "-u", "guest", "busybox", "id").run().ok().out())
        .startsWith("uid=1000(guest) gid=1000(guest)")
        .contains("2000(extra)");
    assertThat(
            cli("run", "--rm", "-u", "12:34", "busybox", "sh", "-c", "id -u; id -g")
                .run()
                .ok()
                .out())
        .isEqualTo("12\n34\n");
    assertThat(cli("run", "--rm", "-h", "box.example", "busybox", "hostname").run().ok().out())
        .isEqualTo("box.example\n");
    assertThat(cli("run", "--rm", "busybox", "hostname").run().ok().text()).matches("[0-9a-f]{12}");
  }

  @Test
  void anUnknownUserIsAnErrorThatNamesIt() {
    Result result = cli("run", "--rm", "-u", "nosuchuser", "busybox", "true").run();
    assertThat(result.exit()).isIn(125, 126);
    assertThat(result.err()).contains("nosuchuser");
  }

  @Test
  void theEntrypointIsReplacedAndItsArgumentsKept() {
    assertThat(cli("run", "--rm", "--entrypoint", "echo", "busybox", "a", "b").run().ok().out())
        .isEqualTo("a b\n");
  }

  @Test
  void networkNoneHasOnlyTheLoopback() {
    assertThat(
            cli("run", "--rm", "--network", "none", "busybox", "ls", "/sys/class/net")
                .run()
                .ok()
                .text())
        .isEqualTo("lo");
    assertThat(
            cli("run", "--rm", "--network", "none", "busybox", "ping", "-c", "1", "127.0.0.1")
                .run()
                .exit())
        .isZero();
  }

  @Test
  void networkHostIsTheHosts() {
    String inside =
        cli("run", "--rm", "--network", "host", "busybox", "readlink", "/proc/self/ns/net")
            .run()
            .ok()
            .text();
    assertThat(inside)
        .isEqualTo(
            dev.stevedore.tests.harness.process.Command.of("readlink", "/proc/self/ns/net")
                .run()
                .text());
  }

  @Test
  void aBindMountShowsTheHostsFiles(Scratch scratch) {
    scratch.write(scratch.resolve("file"), "from the host\n");
    String dir = scratch.path().toString();
    assertThat(
            cli("run", "--rm", "-v", dir + ":/data", "busybox", "cat", "/data/file")
                .run()
                .ok()
                .out())
        .isEqualTo("from the host\n");
    Result readOnly =
        cli("run", "--rm", "-v", dir + ":/data:ro", "busybox", "touch", "/data/new").run().exits(1);
    assertThat(readOnly.err()).contains("Read-only file system");
    cli("run", "--rm", "-v", dir + ":/data", "busybox", "touch", "/data/new").run().ok();
    assertThat(scratch.resolve("new")).exists();
  }

  @Test
  void theRootIsReadOnlyWhenAsked() {
    assertThat(cli("run", "--rm", "--read-only", "busybox", "touch", "/file").run().exits(1).err())
        .contains("Read-only file system");
    cli("run", "--rm", "--read-only", "--tmpfs", "/scratch", "busybox", "touch", "/scratch/file")
        .run()
        .ok();
  }

  @Test
  void aMemoryLimitHolds() {
    String show =
        "cat /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null || cat /sys/fs/cgroup/memory.max";
    assertThat(cli("run", "--rm", "-m", "64m", "busybox", "sh", "-c", show).run().ok().text())
        .isEqualTo("67108864");
  }

  @Test
  void capabilitiesAreDockersDefaultsAndCanBeDropped() {
    String show = "grep CapEff /proc/self/status | cut -f 2";
    assertThat(cli("run", "--rm", "busybox", "sh", "-c", show).run().ok().text())
        .isEqualTo("00000000a80425fb");
    assertThat(
            cli("run", "--rm", "--cap-drop", "ALL", "busybox", "sh", "-c", show).run().ok().text())
        .isEqualTo("0000000000000000");
  }

  @Test
  void whatIsWrittenInOneContainerIsNotInTheNext() {
    cli("run", "--rm", "busybox", "sh", "-c", "echo changed > /etc/passwd").run().ok();
    assertThat(cli("run", "--rm", "busybox", "cat", "/etc/passwd").run().ok().out())
        .startsWith("root:");
  }
}
