package dev.stevedore.tests.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Volumes and bind mounts, asked for with the real client and with ours. */
@WholeStack(needs = {"docker"})
class VolumesTest {
  private static Engine engine;

  @TempDir private Path host;

  @BeforeAll
  static void start(Scratch scratch) {
    engine = Engine.start(scratch);
    engine.load(Busybox.archive());
  }

  private static Result run(String... arguments) {
    return engine
        .docker(
            Stream.concat(Stream.of("run", "--rm", "--network", "none"), Stream.of(arguments))
                .toArray(String[]::new))
        .run();
  }

  private static String docker(String... arguments) {
    return engine.docker(arguments).run().ok().text();
  }

  private static Command ours(String... arguments) {
    return engine.stevedore(arguments);
  }

  @Test
  void aVolumeOutlivesItsContainersAndTheDaemon() {
    run("-v", "kept:/data", "busybox", "sh", "-c", "echo hi > /data/x").ok();
    engine.crash();
    assertThat(run("-v", "kept:/data:ro", "busybox", "cat", "/data/x").ok().text()).isEqualTo("hi");
    assertThat(run("-v", "kept:/data:ro", "busybox", "touch", "/data/y").err())
        .contains("Read-only file system");
    assertThat(ours("volume", "ls", "-q").run().ok().lines()).contains("kept");
    assertThat(ours("volume", "rm", "kept").run().ok().text()).isEqualTo("kept");
  }

  @Test
  void anEmptyVolumeStartsWithWhatTheImageHas() {
    assertThat(run("-v", "filled:/etc", "busybox", "cat", "/etc/passwd").ok().out())
        .contains("guest");
    assertThat(run("-v", "bare:/etc:nocopy", "busybox", "ls", "/etc").ok().out())
        .doesNotContain("passwd");
    docker("volume", "rm", "filled", "bare");
  }

  @Test
  void aVolumeInUseIsNotRemoved() {
    String id = docker("create", "--network", "none", "-v", "used:/d", "busybox", "true");
    engine.crash();
    assertThat(engine.docker("volume", "rm", "used").run().exits(1).err())
        .contains("remove used: volume is in use - [" + id + "]");
    assertThat(docker("volume", "ls", "-q", "--filter", "dangling=false")).isEqualTo("used");
    docker("rm", "-v", id);
    assertThat(docker("volume", "rm", "used")).isEqualTo("used");
  }

  @Test
  void anonymousVolumesGoWithTheirContainer() {
    run("-v", "/anonymous", "busybox", "true").ok();
    assertThat(docker("volume", "ls", "-q", "--filter", "dangling=true")).isEmpty();
    String id = docker("create", "--network", "none", "-v", "/anonymous", "busybox", "true");
    docker("rm", id);
    assertThat(docker("volume", "ls", "-q", "--filter", "dangling=true")).hasSize(64);
    assertThat(ours("volume", "prune", "-f").run().ok().out()).contains("Deleted Volumes:");
    assertThat(docker("volume", "ls", "-q", "--filter", "dangling=true")).isEmpty();
  }

  @Test
  void aVolumeWithOptionsIsMountedWhileItIsUsed() throws IOException {
    docker(
        "volume", "create", "-o", "type=tmpfs", "-o", "device=tmpfs", "-o", "o=size=1m", "memory");
    String id =
        docker("run", "-d", "--network", "none", "-v", "memory:/m", "busybox", "sleep", "100");
    assertThat(mounts()).contains("volumes/memory/_data");
    engine.crash();
    assertThat(mounts()).contains("volumes/memory/_data");
    docker("rm", "-f", id);
    assertThat(mounts()).doesNotContain("volumes/memory/_data");
    docker("volume", "rm", "memory");
  }

  /** {@link QuotasTest} has the others, where the kernel can. */
  @Test
  void aSizeIsRefusedInDockersWordsWhereTheFileSystemHasNoQuotas() {
    assertThat(engine.docker("volume", "create", "-o", "size=1G", "big").run().exits(1).err())
        .contains("create big: quota size requested but no quota support");
    assertThat(docker("volume", "ls", "-q")).doesNotContain("big");
    assertThat(run("--storage-opt", "size=1G", "busybox", "true").exits(125).err())
        .contains(
            "--storage-opt is supported only for overlay over xfs with 'pquota' mount option");
  }

  private static String mounts() throws IOException {
    return Files.readString(Path.of("/proc/self/mountinfo"));
  }

  @Test
  void aPartOfAVolumeLeadsNowhereElse() {
    run("-v", "parts:/d", "busybox", "sh", "-c", "mkdir /d/in; echo s >/d/in/f; ln -s /etc /d/out")
        .ok();
    String mount = "type=volume,src=parts,dst=/s,volume-subpath=";
    assertThat(run("--mount", mount + "in", "busybox", "cat", "/s/f").ok().text()).isEqualTo("s");
    assertThat(run("--mount", mount + "out", "busybox", "ls", "/s").exits(125).err())
        .contains("path concatenation escapes the base directory");
    docker("volume", "rm", "parts");
  }

  @Test
  void filesOfAnIdMappedMountBelongToTheUserInsideAndToTheOwnerOutside() throws IOException {
    Path mine = Files.createDirectory(host.resolve("mine"));
    Files.setAttribute(mine, "unix:uid", 1234);
    Files.setAttribute(mine, "unix:gid", 1235);
    List<String> inside =
        run(
                "-u",
                "guest",
                "-v",
                mine + ":/m:idmap",
                "busybox",
                "sh",
                "-c",
                "stat -c %u:%g /m; echo x > /m/f; stat -c %u:%g /m/f")
            .ok()
            .lines();
    assertThat(inside).containsExactly("1000:1000", "1000:1000");
    assertThat(Files.getAttribute(mine.resolve("f"), "unix:uid")).isEqualTo(1234);
    assertThat(Files.getAttribute(mine.resolve("f"), "unix:gid")).isEqualTo(1235);
  }

  @Test
  void aSourceThatCannotBeMountedIsNamed() throws IOException {
    Path loop = Files.createSymbolicLink(host.resolve("loop"), Path.of("loop"));
    assertThat(run("-v", loop + ":/x", "busybox", "true").exits(125).err())
        .contains(loop.toString())
        .contains("too many levels of symbolic links");
    String missing = host.resolve("missing").toString();
    assertThat(
            run("--mount", "type=bind,src=" + missing + ",dst=/x", "busybox", "true")
                .exits(125)
                .err())
        .contains("bind source path does not exist: " + missing);
    run("-v", missing + ":/x", "busybox", "true").ok();
    assertThat(Path.of(missing)).isDirectory();
  }

  @Test
  void optionsThatCannotBeMountedAreToldAsByDocker() {
    docker(
        "volume",
        "create",
        "-o",
        "type=nosuchfs",
        "-o",
        "device=x",
        "-o",
        "o=ro,password=a:b,c",
        "w1");
    assertThat(run("-v", "w1:/x", "busybox", "true").exits(125).err())
        .contains("response from daemon: error while mounting volume '")
        .containsPattern(
            "failed to mount local volume: mount x:/.*/w1/_data, flags: 0x1,"
                + " data: password=\\*+,c: no such device");
    docker(
        "volume", "create", "-o", "type=nfs", "-o", "device=:/x", "-o", "o=addr=no.invalid", "w2");
    assertThat(run("-v", "w2:/x", "busybox", "true").exits(125).err())
        .contains(
            "error resolving passed in network volume address: lookup no.invalid: no such host");
    docker("volume", "rm", "w1", "w2");
  }

  @Test
  void readOnlyReachesWhatIsMountedBelow() {
    String volume = host.toString();
    Command.shell("mkdir %1$s/b && mount -t tmpfs t %1$s/b".formatted(volume)).run().ok();
    try {
      assertThat(run("-v", volume + ":/r:ro", "busybox", "touch", "/r/b/x").exits(1).err())
          .contains("Read-only file system");
      run(
              "--mount",
              "type=bind,readonly,bind-recursive=writable,dst=/r,src=" + volume,
              "busybox",
              "touch",
              "/r/b/x")
          .ok();
    } finally {
      Command.of("umount", volume + "/b").run().ok();
    }
  }
}
