package dev.stevedore.tests.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.leaks.Cgroups;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Where our runc puts a process: namespaces of its creator, cgroups below its own, groups. */
@WholeStack(needs = {"sh"})
class OurRuncPlacesTest {
  private static Runtime runtime(Scratch scratch) {
    return new Runtime(Programs.runc(), scratch);
  }

  private static Bundle sleeping(Scratch scratch) {
    return Bundle.in(scratch.directory("bundle"), "sleep", "1000");
  }

  /** What is mounted for it shows on the host while it is there, and is gone with it. */
  @Test
  void aContainerInTheMountNamespaceOfItsCreator(Scratch scratch) throws IOException {
    Runtime runtime = runtime(scratch);
    Bundle bundle = sleeping(scratch);
    bundle.set("/linux/namespaces", "[{\"type\": \"pid\"}, {\"type\": \"uts\"}]");
    bundle.set("/linux/maskedPaths", "[\"/proc/kcore\"]");
    String id = runtime.runDetached(bundle, runtime.id());
    assertThat(mounts()).contains(bundle.rootfs() + "/proc ");
    assertThat(runtime.command("exec", id, "ls", "/proc/1/root").run().ok().lines())
        .contains("bin", "dev")
        .doesNotContain("boot");
    assertThat(runtime.command("exec", id, "cat", "/proc/1/comm").run().ok().text())
        .isEqualTo("sleep");
    runtime.delete(id);
    assertThat(mounts()).doesNotContain(bundle.rootfs().toString());
    bundle.command("no-such-program");
    assertThat(runtime.run(bundle).exit()).isNotZero();
    assertThat(mounts()).doesNotContain(bundle.rootfs().toString());
  }

  private static String mounts() throws IOException {
    return Files.readString(Path.of("/proc/self/mountinfo"));
  }

  /** They are made if they are not there. */
  @Test
  void execIntoCgroupsBelow(Scratch scratch) {
    Runtime runtime = runtime(scratch);
    String id = runtime.runDetached(sleeping(scratch), runtime.id());
    String own = "cat /proc/self/cgroup";
    assertThat(runtime.command("exec", "--cgroup", "below", id, "sh", "-c", own).run().ok().lines())
        .filteredOn(line -> line.contains(id))
        .isNotEmpty()
        .allMatch(line -> line.endsWith(id + "/below"));
    assertThat(runtime.command("exec", "--cgroup", "../x", id, "true").run().exits(255).err())
        .contains("bad sub cgroup path");
    if (!Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"))) {
      assertThat(
              runtime
                  .command("exec", "--cgroup", "pids,memory:below", id, "sh", "-c", own)
                  .run()
                  .ok()
                  .lines())
          .filteredOn(line -> line.endsWith("/below"))
          .hasSize(2);
      assertThat(
              runtime.command("exec", "--cgroup", "tea:below", id, "true").run().exits(255).err())
          .contains("unknown controller tea");
    }
  }

  /** What starts a container can signal it at once, and see what runs in it. */
  @Test
  void theProgramRunsWhenStartHasEnded(Scratch scratch) {
    Runtime runtime = runtime(scratch);
    Bundle bundle = sleeping(scratch);
    for (int i = 0; i < 10; i++) {
      String id = runtime.id() + i;
      scratch.owns(() -> runtime.delete(id));
      String create =
          String.join(
              " ", runtime.command("create", "--bundle", bundle.path().toString(), id).argv());
      Command.shell(create + " </dev/null >/dev/null 2>&1").run().ok();
      runtime.command("start", id).run().ok();
      assertThat(runtime.command("ps", id).run().ok().out()).contains("sleep 1000");
      runtime.delete(id);
    }
  }

  @Test
  void resctrlThatIsNotMountedIsAnError(Scratch scratch) {
    if (Files.exists(Path.of("/sys/fs/resctrl/schemata"))) {
      return;
    }
    Bundle bundle = sleeping(scratch);
    bundle.set("/linux/intelRdt", "{\"closID\": \"gold\"}");
    assertThat(runtime(scratch).run(bundle).exits(1).err()).contains("no resctrl is mounted");
    bundle.set("/linux/intelRdt", "{\"closID\": \"../gold\"}");
    assertThat(runtime(scratch).run(bundle).exits(1).err()).contains("linux.intelRdt.closID");
    assertThat(Cgroups.containing(runtime(scratch).id())).isEmpty();
  }

  @Test
  void aMountLabelWithoutSelinuxIsIgnoredWithAWarning(Scratch scratch) {
    if (Files.exists(Path.of("/sys/fs/selinux/enforce"))) {
      return;
    }
    Bundle bundle = Bundle.in(scratch.directory("bundle"), "true");
    bundle.set("/linux/mountLabel", "\"system_u:object_r:container_file_t:s0\"");
    assertThat(runtime(scratch).run(bundle).ok().err()).contains("ignoring linux.mountLabel");
  }
}
