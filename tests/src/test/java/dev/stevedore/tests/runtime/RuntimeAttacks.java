package dev.stevedore.tests.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.leaks.Cgroups;
import dev.stevedore.tests.harness.process.Background;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Ways out of a container that were found in other runtimes, tried. None of these hurts the host if
 * it works: what is attacked are copies and directories of the test's own.
 */
@WholeStack(needs = {"sh"})
abstract class RuntimeAttacks {
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

  /** The runtime under test. */
  abstract Path program();

  private Runtime runtime(Scratch scratch) {
    return new Runtime(program(), scratch);
  }

  private static Bundle shell(Scratch scratch, String script) {
    return Bundle.in(scratch.directory("bundle"), "sh", "-c", script);
  }

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

  private Path copyOfProgram(Scratch scratch) throws IOException {
    return Files.copy(program(), scratch.resolve("runtime"));
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

  /** CVE-2025-31133: a masked path would become what /dev/null leads to. */
  @Test
  void aPathIsMaskedByTheRealNullDeviceOnly(Scratch scratch) throws IOException {
    Runtime runtime = runtime(scratch);
    Bundle bundle = shell(scratch, "cat /masked");
    Path dev = ownDev(scratch, bundle);
    scratch.write(bundle.rootfs().resolve("masked"), "what is hidden\n");
    bundle.set("/linux/maskedPaths", "[\"/masked\"]");
    Files.createSymbolicLink(dev.resolve("null"), Path.of("/proc/sys/kernel/ostype"));
    Result linked = runtime.run(bundle);
    assertThat(linked.exit()).isNotZero();
    assertThat(linked.err()).contains("/dev/null");
    Files.delete(dev.resolve("null"));
    assertThat(runtime.run(bundle).exit()).as("without /dev/null").isNotZero();
  }

  /** The same while somebody exchanges it. */
  @Test
  void aNullDeviceThatIsExchangedMasksOrFails(Scratch scratch) throws IOException {
    Runtime runtime = runtime(scratch);
    Bundle bundle = shell(scratch, "cat /masked");
    Path dev = ownDev(scratch, bundle);
    scratch.write(bundle.rootfs().resolve("masked"), "what is hidden\n");
    bundle.set("/linux/maskedPaths", "[\"/masked\"]");
    Path real = dev.resolve("real");
    Command.of("mknod", "-m", "666", real.toString(), "c", "1", "3").run().ok();
    Path link = Files.createSymbolicLink(dev.resolve("link"), Path.of("/proc/sys/kernel/ostype"));
    try (Swapper swapper = Swapper.start(dev.resolve("null"), real, link)) {
      for (int i = 0; i < 25; i++) {
        assertThat(runtime.run(bundle).out()).as("masked, or no container").isEmpty();
      }
      assertThat(swapper.count()).isGreaterThan(100);
    }
  }

  /** CVE-2025-52565: what is mounted as console, and where. */
  @Test
  void theConsoleIsTheTerminalAndNothingElse(Scratch scratch) throws IOException {
    Runtime runtime = runtime(scratch);
    Bundle bundle = shell(scratch, "grep -c target /proc/self/mountinfo");
    bundle.set("/process/terminal", "true");
    Path dev = ownDev(scratch, bundle);
    Command.of("mknod", "-m", "666", dev.resolve("null").toString(), "c", "1", "3").run().ok();
    scratch.write(bundle.rootfs().resolve("target"), "");
    Files.createSymbolicLink(dev.resolve("ptmx"), Path.of("pts/ptmx"));
    Path console = Files.createSymbolicLink(dev.resolve("console"), Path.of("/target"));
    Result linked = runtime.run(bundle);
    assertThat(linked.out()).doesNotContain("1");
    Files.delete(console);
    assertThat(runtime.run(bundle).text()).isEqualTo("0");
    Files.delete(dev.resolve("ptmx"));
    Files.createSymbolicLink(dev.resolve("ptmx"), Path.of("/target"));
    assertThat(runtime.run(bundle).exit()).as("with a false ptmx").isNotZero();
    Files.delete(dev.resolve("ptmx"));
    Command.of("mkfifo", dev.resolve("ptmx").toString()).run().ok();
    assertThat(runtime.run(bundle).exit()).as("with a pipe for ptmx").isNotZero();
  }

  /** A directory of the host as the container's /dev, with nothing in it. */
  private static Path ownDev(Scratch scratch, Bundle bundle) {
    Path dev = scratch.directory("dev");
    Command.of("mkdir", dev.resolve("pts").toString()).run().ok();
    bundle.set(
        "/mounts",
        "[{\"destination\": \"/proc\", \"type\": \"proc\", \"source\": \"proc\"},"
            + " {\"destination\": \"/dev\", \"type\": \"bind\", \"source\": \""
            + dev
            + "\", \"options\": [\"rbind\"]},"
            + " {\"destination\": \"/dev/pts\", \"type\": \"devpts\", \"source\": \"devpts\","
            + " \"options\": [\"newinstance\", \"ptmxmode=0666\"]}]");
    return dev;
  }

  /** CVE-2025-52881, CVE-2019-16884: a false /proc takes no writes that are for the kernel. */
  @Test
  void kernelParametersAndLabelsGoToTheKernel(Scratch scratch) throws IOException {
    Runtime runtime = runtime(scratch);
    Bundle bundle = shell(scratch, "cat /kernel/sys/net/ipv4/ip_forward");
    bundle.set(
        "/mounts",
        "[{\"destination\": \"/kernel\", \"type\": \"proc\", \"source\": \"proc\"},"
            + " {\"destination\": \"/dev\", \"type\": \"tmpfs\", \"source\": \"tmpfs\"}]");
    bundle.set("/linux/sysctl", "{\"net.ipv4.ip_forward\": \"1\"}");
    bundle.set("/linux/maskedPaths", "[]").set("/linux/readonlyPaths", "[]");
    Path parameter = falseFile(bundle, "sys/net/ipv4/ip_forward");
    Path label = falseFile(bundle, "self/attr/exec");
    Path apparmorLabel = falseFile(bundle, "thread-self/attr/apparmor/exec");
    Path groups = falseFile(bundle, "self/setgroups");
    scratch.write(groups, "deny");
    Result result = runtime.run(bundle);
    if (result.exit() == 0) {
      assertThat(result.text()).isEqualTo("1");
    }
    bundle.set("/process/apparmorProfile", "\"unconfined\"");
    runtime.run(bundle);
    assertThat(parameter).hasContent("0");
    assertThat(label).hasContent("0");
    assertThat(apparmorLabel).hasContent("0");
  }

  /** An image's /proc that says that groups cannot be changed would keep those of the host. */
  @Test
  void aFalseProcKeepsNoGroupsOfTheHost(Scratch scratch) throws IOException {
    Runtime runtime = runtime(scratch);
    Bundle bundle = shell(scratch, "id -G");
    bundle.set("/mounts", "[{\"destination\": \"/dev\", \"type\": \"tmpfs\"}]");
    bundle.set("/process/user", "{\"uid\": 0, \"gid\": 0, \"additionalGids\": [5]}");
    bundle.set("/linux/maskedPaths", "[]").set("/linux/readonlyPaths", "[]");
    scratch.write(falseFile(bundle, "self/setgroups"), "deny");
    assertThat(runtime.run(bundle).ok().text()).isEqualTo("0 5");
  }

  private static Path falseFile(Bundle bundle, String name) throws IOException {
    Path file = bundle.rootfs().resolve("proc").resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "0");
  }

  /** A parameter's name that starts in the container's network and ends elsewhere. */
  @Test
  void aKernelParameterIsWhereItsNameSays(Scratch scratch) throws IOException {
    Runtime runtime = runtime(scratch);
    Bundle bundle = Bundle.in(scratch.directory("bundle"), "true");
    Path panic = Path.of("/proc/sys/kernel/panic");
    String before = Files.readAllLines(panic).getFirst();
    scratch.owns(() -> Files.writeString(panic, before));
    for (String name :
        List.of("net/../kernel/panic", "net.//kernel.panic", "net/./ipv4/tcp_sack")) {
      bundle.set("/linux/sysctl", "{\"" + name + "\": \"77\"}");
      Result result = runtime.run(bundle);
      assertThat(result.exit()).as(name).isNotZero();
      assertThat(result.err()).contains("sysctl").contains(name);
    }
    assertThat(Files.readAllLines(panic)).containsExactly(before);
  }

  /** CVE-2019-16884, CVE-2023-27561: the image or a volume has something else at /proc or /sys. */
  @Test
  void procIsMountedOnAnOrdinaryDirectory(Scratch scratch) throws IOException {
    Runtime runtime = runtime(scratch);
    for (String name : List.of("proc", "sys")) {
      Bundle bundle = Bundle.in(scratch.directory("bundle"), "true");
      Files.createDirectory(bundle.rootfs().resolve("elsewhere"));
      Files.delete(bundle.rootfs().resolve(name));
      Files.createSymbolicLink(bundle.rootfs().resolve(name), Path.of("/elsewhere"));
      Result result = runtime.run(bundle);
      assertThat(result.exit()).as(name).isNotZero();
      assertThat(result.err()).contains("must be mounted on ordinary directory");
    }
    Path volume = scratch.directory("volume");
    for (String destination :
        List.of("/proc", "/proc/self", "/tmp/../proc/self/attr", "//proc//1")) {
      Bundle bundle = Bundle.in(scratch.directory("bundle"), "true");
      bundle.add(
          "/mounts",
          "{\"destination\": \""
              + destination
              + "\", \"type\": \"bind\", \"source\": \""
              + volume
              + "\", \"options\": [\"rbind\"]}");
      Result result = runtime.run(bundle);
      assertThat(result.exit()).as(destination).isNotZero();
      assertThat(result.err()).contains("cannot be mounted because it is");
    }
    assertThat(volume).isEmptyDirectory();
  }

  /** CVE-2021-30465: a directory on the way to a mount is exchanged with a link meanwhile. */
  @Test
  void aMountStaysInsideWhileItsPathChanges(Scratch scratch) throws IOException {
    Runtime runtime = runtime(scratch);
    Path outside = scratch.directory("outside");
    Path volume = scratch.directory("volume");
    Path source = scratch.directory("source");
    Path seen = scratch.resolve("seen");
    Bundle bundle = Bundle.in(scratch.directory("bundle"), "true");
    bundle.add("/mounts", bind(volume, "/mnt"));
    bundle.add("/mounts", bind(source, "/mnt/a/data"));
    bundle.add(
        "/mounts", "{\"destination\": \"/mnt/a/more\", \"type\": \"tmpfs\", \"source\": \"x\"}");
    bundle.set(
        "/hooks/createContainer",
        "[{\"path\": \"/bin/sh\", \"args\": [\"sh\", \"-c\", \"cat /proc/self/mountinfo >> "
            + seen
            + "\"]}]");
    Path link = Files.createSymbolicLink(volume.resolve("link"), outside);
    try (Swapper swapper = Swapper.start(volume.resolve("a"), link, volume.resolve("dir"))) {
      // Most are refused, and must be; some have to get as far as the hook, or nothing is shown.
      for (int i = 0; i < 25 || (i < 500 && !Files.exists(seen)); i++) {
        runtime.run(bundle);
      }
      assertThat(swapper.count()).isGreaterThan(20);
    }
    assertThat(outside).isEmptyDirectory();
    assertThat(Files.readAllLines(seen))
        .isNotEmpty()
        .noneMatch(line -> line.split(" ")[4].startsWith(outside + "/"));
    assertThat(Cgroups.containing(runtime.id())).isEmpty();
  }

  private static String bind(Path source, String destination) {
    return "{\"destination\": \""
        + destination
        + "\", \"type\": \"bind\", \"source\": \""
        + source
        + "\", \"options\": [\"rbind\"]}";
  }

  @Test
  void aLinkedDevStaysInside(Scratch scratch) throws IOException {
    Runtime runtime = runtime(scratch);
    Path outside = scratch.directory("outside");
    Bundle bundle = shell(scratch, "ls /dev/null /dev/pts/ptmx");
    Files.delete(bundle.rootfs().resolve("dev"));
    Files.createSymbolicLink(bundle.rootfs().resolve("dev"), outside);
    Result result = runtime.run(bundle);
    assertThat(result.ok().lines()).containsExactly("/dev/null", "/dev/pts/ptmx");
    assertThat(outside).isEmptyDirectory();
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
}
