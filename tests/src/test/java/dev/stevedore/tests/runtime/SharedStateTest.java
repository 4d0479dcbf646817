package dev.stevedore.tests.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.leaks.Cgroups;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Crun;
import dev.stevedore.tests.harness.stack.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Containers of runc and crun seen by our runtime, and ours by them: one state directory. */
@WholeStack(needs = {"runc", "crun", "unshare"})
class SharedStateTest {
  @Test
  void oursIsListedKilledAndDeletedByRunc(Scratch scratch) throws IOException {
    manage(
        scratch,
        new Runtime(Programs.runc(), scratch),
        new Runtime(Programs.peer("runc"), scratch));
  }

  @Test
  void runcsIsListedKilledAndDeletedByOurs(Scratch scratch) throws IOException {
    Runtime ours = new Runtime(Programs.runc(), scratch);
    manage(scratch, new Runtime(Programs.peer("runc"), scratch), ours);
  }

  @Test
  void oursIsManagedByCrun(Scratch scratch) throws IOException {
    Runtime crun = new Runtime(Crun.program(scratch), scratch);
    Runtime ours = new Runtime(Programs.runc(), scratch);
    manage(scratch, ours, crun);
    startAndExec(scratch, ours, crun);
  }

  @Test
  void crunsIsManagedByOurs(Scratch scratch) throws IOException {
    Runtime crun = new Runtime(Crun.program(scratch), scratch);
    Runtime ours = new Runtime(Programs.runc(), scratch);
    manage(scratch, crun, ours);
    startAndExec(scratch, crun, ours);
  }

  /** With crun there is more: exec.fifo and config.json are the same for both. */
  private static void startAndExec(Scratch scratch, Runtime maker, Runtime manager) {
    Bundle bundle = Bundle.in(scratch.directory("bundle"), "sh", "-c", "echo up >/up; sleep 1000");
    String id = maker.id();
    bundle.set("/linux/cgroupsPath", "\"/" + id + "\"");
    scratch.owns(() -> Files.deleteIfExists(Path.of("/sys/fs/cgroup/unified", id)));
    scratch.owns(() -> maker.delete(id));
    String bundlePath = bundle.path().toString();
    String create = String.join(" ", maker.command("create", "--bundle", bundlePath, id).argv());
    Command.shell(create + " </dev/null >/dev/null 2>&1").run().ok();
    manager.command("start", id).run().ok();
    assertThat(manager.command("exec", id, "hostname").run().ok().text()).isEqualTo("bundle");
    assertThat(bundle.rootfs().resolve("up")).hasContent("up");
    manager.delete(id);
  }

  @Test
  void whatNeedsMoreIsRefused(Scratch scratch) {
    Runtime ours = new Runtime(Programs.runc(), scratch);
    Runtime runc = new Runtime(Programs.peer("runc"), scratch);
    Bundle bundle = Bundle.in(scratch.directory("bundle"), "sleep", "1000");
    String id = runc.runDetached(bundle, runc.id());
    assertThat(ours.command("exec", id, "true").run().err())
        .contains("was made by another runtime");
    runc.delete(id);
  }

  private static void manage(Scratch scratch, Runtime maker, Runtime manager) throws IOException {
    Bundle bundle = Bundle.in(scratch.directory("bundle"), "sleep", "1000");
    Path stopped = scratch.resolve("stopped");
    bundle.set("/annotations", "{\"org.example\": \"a=b\"}");
    bundle.set(
        "/hooks/poststop",
        "[{\"path\": \"/bin/sh\", \"args\": [\"sh\", \"-c\", \"cat > " + stopped + "\"]}]");
    // crun has one path for all hierarchies.
    bundle.set("/linux/cgroupsPath", "\"/" + maker.id() + "\"");
    String id = maker.runDetached(bundle, maker.id());
    JsonNode byMaker = state(maker, id);
    JsonNode byManager = state(manager, id);
    for (String field : new String[] {"id", "pid", "status", "bundle", "annotations"}) {
      assertThat(byManager.get(field)).as(field).isEqualTo(byMaker.get(field));
    }
    // To the second: crun writes zeros that others leave out.
    assertThat(byManager.get("created").asText())
        .startsWith(byMaker.get("created").asText().substring(0, 19));
    assertThat(manager.command("list").run().ok().out()).contains(id).contains("running");
    manager.command("pause", id).run().ok();
    assertThat(state(manager, id).get("status").asText()).isEqualTo("paused");
    manager.command("resume", id).run().ok();
    manager.command("kill", id, "KILL").run().ok();
    for (int i = 0; !state(manager, id).get("status").asText().equals("stopped"); i++) {
      assertThat(i).isLessThan(100);
      Pause.millis(20);
    }
    manager.command("delete", id).run().ok();
    assertThat(manager.state().resolve(id)).doesNotExist();
    // What crun does not see is empty at least.
    Files.deleteIfExists(Path.of("/sys/fs/cgroup/unified", id));
    assertThat(Cgroups.containing(id)).isEmpty();
    assertThat(Files.readString(stopped)).contains(id);
  }

  private static JsonNode state(Runtime runtime, String id) throws IOException {
    return new ObjectMapper().readTree(runtime.command("state", id).run().ok().out());
  }
}
