package dev.stevedore.tests.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.leaks.Cgroups;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Ways out of a container by what the image or a volume has where the runtime mounts, masks and
 * writes. None of these hurts the host if it works: what is attacked are copies and directories of
 * the test's own.
 */
@WholeStack(needs = {"sh"})
class OurRuncMountAttacksTest {
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

  private static Runtime runtime(Scratch scratch) {
    return new Runtime(Programs.runc(), scratch);
  }

  private static Bundle shell(Scratch scratch, String script) {
    return Bundle.in(scratch.directory("bundle"), "sh", "-c", script);
  }
}
