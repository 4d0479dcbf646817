package dev.stevedore.tests.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Background;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Ways out of a container by what a process of the runtime has: its file, what it has open, where
 * it is, its signals and keys. None of these hurts the host if it works: what is attacked are
 * copies and directories of the test's own.
 */
@WholeStack(needs = {"sh"})
class OurRuncProcessAttacksTest {
  /** What a shell in the container does: holds a runtime's file open, and writes to it later. */
  private static final String OVERWRITE =
      """
      until [ "$held" ]; do
        for p in /proc/[0-9]*; do
          case $(readlink $p/exe) in
            */busybox | '') ;;
            *) exec 9<$p/exe && held=$p && break ;;
          esac
        done
      done
      cat /fifo >/dev/null
      while [ -e $held ]; do sleep 0.01; done
      sleep 0.3
      if echo overwritten 2>/dev/null >/proc/self/fd/9; then echo written; else echo refused; fi >/result
      exec sleep 1000
      """;

  /**
   * CVE-2019-5736 by exec: the program is a link to /proc/self/exe, so the runtime executes itself
   * inside, where its file can be held open until nobody executes it any more.
   */
  @Test
  void execDoesNotGiveTheRuntimesFileAway(Scratch scratch) throws IOException {
    Runtime runtime = new Runtime(copyOfProgram(scratch), scratch);
    byte[] before = Files.readAllBytes(runtime.program());
    Bundle bundle = attackerOfFile(scratch);
    String id = runtime.runDetached(bundle, runtime.id());
    runtime.command("exec", id, "/evil").run();
    assertThat(awaitText(bundle.rootfs().resolve("result"))).isEqualTo("refused\n");
    runtime.delete(id);
    assertThat(Files.readAllBytes(runtime.program())).isEqualTo(before);
  }

  /** The same by create, of a container that shares its processes with another. */
  @Test
  void createDoesNotGiveTheRuntimesFileAway(Scratch scratch) throws IOException {
    Runtime runtime = new Runtime(copyOfProgram(scratch), scratch);
    byte[] before = Files.readAllBytes(runtime.program());
    Bundle bundle = attackerOfFile(scratch);
    String id = runtime.runDetached(bundle, runtime.id());
    String state = runtime.command("state", id).run().ok().out();
    String pid = state.replaceAll("(?s).*\"pid\": *(\\d+).*", "$1");
    Bundle second = Bundle.in(scratch.directory("second"), "/evil");
    second.set("/root/path", "\"" + bundle.rootfs() + "\"");
    second.set(
        "/linux/namespaces",
        "[{\"type\": \"mount\"}, {\"type\": \"ipc\"}, {\"type\": \"uts\"},"
            + " {\"type\": \"pid\", \"path\": \"/proc/"
            + pid
            + "/ns/pid\"}]");
    runtime.command("run", "--bundle", second.path().toString(), id + "b").run();
    assertThat(awaitText(bundle.rootfs().resolve("result"))).isEqualTo("refused\n");
    runtime.delete(id);
    assertThat(Files.readAllBytes(runtime.program())).isEqualTo(before);
  }

  private static Path copyOfProgram(Scratch scratch) throws IOException {
    return Files.copy(Programs.runc(), scratch.resolve("runtime"));
  }

  /** Its /evil executes the runtime, which then waits at a named pipe for its log. */
  private static Bundle attackerOfFile(Scratch scratch) {
    Bundle bundle = shell(scratch, OVERWRITE);
    Path evil = scratch.write(bundle.rootfs().resolve("evil"), "#!/proc/self/exe --log=/fifo\n");
    Command.of("chmod", "755", evil.toString()).run().ok();
    Command.of("mkfifo", bundle.rootfs().resolve("fifo").toString()).run().ok();
    return bundle;
  }

  /** CVE-2024-21626: a directory of the host that happens to be open is a way out of the root. */
  @Test
  void theWorkingDirectoryIsInside(Scratch scratch) {
    Runtime runtime = runtime(scratch);
    Bundle bundle = shell(scratch, "echo in; ls ../../../../../..");
    for (int fd = 3; fd < 12; fd++) {
      bundle.set("/process/cwd", "\"/proc/self/fd/" + fd + "\"");
      Result result = withHostOpen(runtime.runCommand(bundle));
      assertThat(result.exit()).as(result.toString()).isNotZero();
      assertThat(result.out()).isEmpty();
    }
    bundle.set("/process/cwd", "\"/\"").command("sleep", "1000");
    String id = runtime.runDetached(bundle, runtime.id());
    for (int fd = 3; fd < 12; fd++) {
      Result result =
          withHostOpen(runtime.command("exec", "--cwd", "/proc/self/fd/" + fd, id, "ls"));
      assertThat(result.exit()).as(result.toString()).isNotZero();
      assertThat(result.out()).isEmpty();
    }
    runtime.delete(id);
  }

  /** The same by the program's path: one of the host's, which needs nothing else of the host. */
  @Test
  void theProgramIsInside(Scratch scratch) {
    Runtime runtime = runtime(scratch);
    String outside = "/proc/self/fd/7" + Busybox.program();
    Bundle bundle = Bundle.in(scratch.directory("bundle"), outside, "true");
    assertThat(withHostOpen(runtime.runCommand(bundle)).exit()).isNotZero();
    bundle.command("sleep", "1000");
    String id = runtime.runDetached(bundle, runtime.id());
    assertThat(withHostOpen(runtime.command("exec", id, outside, "true")).exit()).isNotZero();
    runtime.delete(id);
  }

  @Test
  void nothingThatIsOpenOutsideIsOpenInside(Scratch scratch) {
    Runtime runtime = runtime(scratch);
    Bundle bundle = Bundle.in(scratch.directory("bundle"), "ls", "/proc/self/fd");
    // The last is the directory that ls reads.
    List<String> own = List.of("0", "1", "2", "3");
    assertThat(withHostOpen(runtime.runCommand(bundle)).ok().lines()).isEqualTo(own);
    bundle.command("sleep", "1000");
    String id = runtime.runDetached(bundle, runtime.id());
    assertThat(withHostOpen(runtime.command("exec", id, "ls", "/proc/self/fd")).ok().lines())
        .isEqualTo(own);
    runtime.delete(id);
  }

  /** With the host's root open at 7, as a caller may have it that has no close-on-exec. */
  private static Result withHostOpen(Command command) {
    return Command.shell("exec 7</; exec " + String.join(" ", command.argv())).run();
  }

  @Test
  void signalsAreAsAtTheBeginning(Scratch scratch) {
    Runtime runtime = runtime(scratch);
    Bundle bundle =
        Bundle.in(
            scratch.directory("bundle"), "grep", "-E", "^Sig(Blk|Ign|Cgt):", "/proc/self/status");
    String ignoring = "trap '' HUP INT QUIT PIPE TERM USR1; exec ";
    String none = "\t0000000000000000";
    List<String> wanted = List.of("SigBlk:" + none, "SigIgn:" + none, "SigCgt:" + none);
    assertThat(
            Command.shell(ignoring + String.join(" ", runtime.runCommand(bundle).argv()))
                .run()
                .ok()
                .lines())
        .isEqualTo(wanted);
    bundle.command("sleep", "1000");
    String id = runtime.runDetached(bundle, runtime.id());
    Command exec = runtime.command("exec", id, "grep", "^Sig[BIC]", "/proc/self/status");
    assertThat(
            Command.shell(
                    ignoring + String.join(" ", exec.argv()).replace("^Sig[BIC]", "'^Sig[BIC]'"))
                .run()
                .ok()
                .lines())
        .isEqualTo(wanted);
    runtime.delete(id);
  }

  /** Keys of the session of who calls the runtime are not the container's. */
  @Test
  void theSessionKeyringIsNew(Scratch scratch) {
    Runtime runtime = runtime(scratch);
    Bundle bundle = Bundle.in(scratch.directory("bundle"), "grep", "_ses", "/proc/keys");
    assertThat(runtime.run(bundle).ok().out()).contains("_ses." + runtime.id());
    bundle.command("sleep", "1000");
    String id = runtime.runDetached(bundle, runtime.id());
    assertThat(runtime.command("exec", id, "grep", "_ses", "/proc/keys").run().ok().out())
        .contains("_ses." + id);
    runtime.delete(id);
  }

  /** A pipe in the image where a file is expected would be waited at for ever. */
  @Test
  void aPipeForPasswdHangsNothing(Scratch scratch) throws IOException {
    Runtime runtime = runtime(scratch);
    Bundle bundle = shell(scratch, "echo $HOME");
    Path passwd = bundle.rootfs().resolve("etc/passwd");
    Files.delete(passwd);
    Command.of("mkfifo", passwd.toString()).run().ok();
    assertThat(runtime.runCommand(bundle).timeout(Duration.ofSeconds(5)).run().ok().text())
        .isEqualTo("/");
  }

  /**
   * The runtime's process in the container, held between the last step of its preparation and
   * execve, shows nothing of itself to those that are there.
   */
  @Test
  void execIsNotSeenThrough(Scratch scratch) throws IOException {
    Runtime runtime = runtime(scratch);
    Bundle bundle =
        shell(
            scratch,
            """
            while :; do
              for p in /proc/[0-9]*; do
                [ $p = /proc/1 ] || case $(cat $p/comm) in
                  exe | *runc* | [0-9]*) readlink $p/exe $p/cwd $p/root $p/fd/* >/seen; echo done >/result ;;
                esac
              done
            done
            """);
    String id = runtime.runDetached(bundle, runtime.id());
    Path pidFile = scratch.resolve("pid");
    Command.of("mkfifo", pidFile + ".new").run().ok();
    try (Background exec =
        runtime.command("exec", "--pid-file", pidFile.toString(), id, "true").start()) {
      awaitText(bundle.rootfs().resolve("result"));
      assertThat(bundle.rootfs().resolve("seen")).isEmptyFile();
      assertThat(exec.isAlive()).isTrue();
      Command.of("cat", pidFile + ".new").run().ok();
      exec.await(Duration.ofSeconds(10)).ok();
    }
    runtime.delete(id);
  }

  private static String awaitText(Path file) throws IOException {
    for (int i = 0; i < 1000; i++) {
      if (Files.exists(file) && Files.size(file) > 0) {
        return Files.readString(file);
      }
      Pause.millis(10);
    }
    throw new AssertionError("nothing was written to " + file);
  }

  private static Runtime runtime(Scratch scratch) {
    return new Runtime(Programs.runc(), scratch);
  }

  private static Bundle shell(Scratch scratch, String script) {
    return Bundle.in(scratch.directory("bundle"), "sh", "-c", script);
  }
}
