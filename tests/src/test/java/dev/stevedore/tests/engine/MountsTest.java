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

/** What is mounted is what was looked at; propagation; images; what diff says of mount points. */
@WholeStack(needs = {"docker", "mount"})
class MountsTest {
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

  private static void sh(String line) {
    Command.shell(line).run().ok();
  }

  /** What is mounted is found by its real path, whatever the daemon was told. */
  @Test
  void aRunDirectoryBehindALinkCostsNobodyHisFiles(Scratch scratch) throws IOException {
    Path real = scratch.directory("real");
    Path link = Files.createSymbolicLink(real.resolveSibling("link"), real);
    Files.writeString(host.resolve("kept"), "mine");
    Engine own = Engine.start(scratch, "--exec-root=" + link.resolve("exec"));
    own.load(Busybox.archive());
    own.docker("run", "--rm", "-v", host + ":/d", "-v", "named:/v", "busybox", "ls", "/d")
        .run()
        .ok();
    assertThat(host.resolve("kept")).hasContent("mine");
    assertThat(real.resolve("exec/mounts")).isEmptyDirectory();
  }

  @Test
  void aPartOfAVolumeThatIsSwappedLeadsNowhereElse() {
    String swap =
        "mkdir /d/keep; echo mine > /d/keep/passwd;"
            + " while :; do mv /d/keep /d/in; mv /d/in /d/keep; ln -s /etc /d/in; rm /d/in; done";
    String swapper =
        docker("run", "-d", "--network", "none", "-v", "swapped:/d", "busybox", "sh", "-c", swap);
    int mounted = 0;
    for (int i = 0; i < 8; i++) {
      Result result =
          run(
              "--mount",
              "type=volume,src=swapped,dst=/s,volume-subpath=in",
              "busybox",
              "sh",
              "-c",
              "cat /s/* 2>/dev/null; true");
      if (result.exit() == 0) {
        mounted++;
        assertThat(result.text()).isIn("", "mine");
      } else {
        // Looked at, and found to lead out; or taken away after it was found.
        assertThat(result.err()).containsAnyOf("cannot access path", "no such file or directory");
      }
    }
    assertThat(mounted).isPositive();
    docker("rm", "-f", swapper);
    docker("volume", "rm", "swapped");
  }

  @Test
  void aSourceIsTheOneThatWasFoundWhateverIsPutThere() throws IOException {
    Path good = Files.createDirectories(host.resolve("good"));
    Path other = Files.createDirectories(host.resolve("other"));
    Files.writeString(good.resolve("f"), "good");
    Files.writeString(other.resolve("f"), "other");
    Path source = host.resolve("source");
    Thread swapper =
        Thread.ofPlatform()
            .start(
                () ->
                    Command.shell(
                            "for i in $(seq 200); do ln -sfn %s %s; ln -sfn %s %s; done"
                                .formatted(good, source, other, source))
                        .run());
    for (int i = 0; i < 4; i++) {
      Result result = run("-v", source + ":/s", "busybox", "cat", "/s/f", "/s/f");
      if (result.exit() == 0) {
        assertThat(result.text()).isIn("goodgood", "otherother");
      }
    }
    join(swapper);
    Path missing = host.resolve("link");
    Files.createSymbolicLink(missing, host.resolve("nowhere"));
    assertThat(run("-v", missing + ":/s", "busybox", "true").exits(125).err())
        .contains("error while creating mount source path '" + missing + "': mkdir")
        .contains("file exists");
    assertThat(host.resolve("nowhere")).doesNotExist();
    run("-v", host.resolve("new/deep") + ":/s", "busybox", "touch", "/s/made").ok();
    assertThat(host.resolve("new/deep/made")).exists();
    assertThat(Command.shell("grep -c '/exec/mounts/' /proc/self/mountinfo").run().text())
        .isEqualTo("0");
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void mountsGoWherePropagationLetsThem() throws IOException {
    Path top = Files.createDirectories(host.resolve("top"));
    sh(
        "mount -t tmpfs none %s && mount --make-shared %s && mkdir %s/a %s/b"
            .formatted(top, top, top, top));
    try {
      String slave = sleeper(top + ":/t:rslave");
      String apart = sleeper(top + ":/t:rprivate");
      String shared = sleeper(top + ":/t:rshared");
      sh("mount -t tmpfs none " + top + "/a && touch " + top + "/a/host");
      assertThat(list(slave, "/t/a")).isEqualTo("host");
      assertThat(list(shared, "/t/a")).isEqualTo("host");
      assertThat(list(apart, "/t/a")).isEmpty();
      docker("exec", shared, "mount", "-t", "tmpfs", "none", "/t/b");
      docker("exec", shared, "touch", "/t/b/inside");
      assertThat(top.resolve("b/inside")).exists();
      assertThat(list(slave, "/t/b")).isEqualTo("inside");
      // What is mounted below stays when a container that had it comes and goes.
      String late = sleeper(top + ":/t:rslave");
      assertThat(list(late, "/t/a")).isEqualTo("host");
      docker("rm", "-f", slave, apart, shared, late);
      assertThat(top.resolve("a/host")).exists();
      assertThat(top.resolve("b/inside")).exists();
    } finally {
      Command.shell("umount -R " + top).run();
    }
  }

  private static String sleeper(String volume) {
    return docker(
        "run",
        "-d",
        "--network",
        "none",
        "--cap-add",
        "SYS_ADMIN",
        "--security-opt",
        "apparmor=unconfined",
        "-v",
        volume,
        "busybox",
        "sleep",
        "1000");
  }

  private static String list(String container, String path) {
    return docker("exec", container, "ls", path);
  }

  @Test
  void anImageIsMountedToBeRead() {
    List<String> seen =
        run(
                "--mount",
                "type=image,src=busybox,dst=/img",
                "--mount",
                "type=image,src=busybox,dst=/part,image-subpath=etc",
                "busybox",
                "sh",
                "-c",
                "test -e /img/bin/busybox && ls /part/passwd; touch /img/x 2>&1")
            .lines();
    assertThat(seen).hasSize(2).first().isEqualTo("/part/passwd");
    assertThat(seen.getLast()).contains("Read-only file system");
    assertThat(run("--mount", "type=image,src=nobody,dst=/img", "busybox", "true").exits(125).err())
        .contains("No such image: nobody");
    assertThat(
            run("--mount", "type=image,src=busybox,dst=/i,image-subpath=no", "busybox", "true")
                .exits(127)
                .err())
        .contains("cannot access path");
    engine.stevedore("system", "check").run().ok();
  }

  @Test
  void volumesOfAnotherContainerComeWithItsRights() throws IOException {
    Path shared = Files.createDirectories(host.resolve("shared"));
    docker(
        "create",
        "--name",
        "giver",
        "--network",
        "none",
        "-v",
        "given:/a",
        "-v",
        shared + ":/b:ro",
        "-v",
        "/anonymous",
        "--tmpfs",
        "/t",
        "busybox",
        "true");
    String look = "for d in /a /b /anonymous; do touch $d/x 2>/dev/null && echo $d; done; ls -d /t";
    assertThat(run("--volumes-from", "giver", "busybox", "sh", "-c", look).lines())
        .containsExactly("/a", "/anonymous");
    assertThat(run("--volumes-from", "giver:ro", "busybox", "sh", "-c", look).lines()).isEmpty();
    assertThat(run("--volumes-from", "giver", "-v", "own:/b", "busybox", "sh", "-c", look).lines())
        .containsExactly("/a", "/b", "/anonymous");
    assertThat(run("--volumes-from", "nobody", "busybox", "true").exits(125).err())
        .contains("No such container: nobody");
    assertThat(run("--volumes-from", "giver:rslave", "busybox", "true").exits(125).err())
        .contains("invalid mode: rslave");
    String taker =
        docker("create", "--network", "none", "--volumes-from", "giver", "busybox", "true");
    docker("rm", "-v", "giver");
    assertThat(engine.docker("volume", "rm", "given").run().exits(1).err()).contains("in use");
    docker("rm", "-v", taker);
    docker("volume", "rm", "given", "own");
  }

  @Test
  void mountPointsAreNoChanges() {
    docker(
        "run",
        "--name",
        "changed",
        "--network",
        "none",
        "-v",
        "/new/deep",
        "-v",
        "/etc/passwd:/etc/other",
        "--tmpfs",
        "/scratch",
        "busybox",
        "sh",
        "-c",
        "echo > /made; echo > /new/file");
    assertThat(engine.docker("diff", "changed").run().ok().lines())
        .containsExactlyInAnyOrder("A /made", "A /new", "A /new/file");
    docker("rm", "-v", "changed");
  }
}
