package dev.stevedore.tests.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.leaks.Cgroups;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Containers of runc seen by our runtime, and ours by runc: one state directory for both. */
@WholeStack(needs = {"runc"})
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
    String id = maker.runDetached(bundle, maker.id());
    JsonNode byMaker = state(maker, id);
    JsonNode byManager = state(manager, id);
    for (String field :
        new String[] {"id", "pid", "status", "bundle", "rootfs", "created", "annotations"}) {
      assertThat(byManager.get(field)).as(field).isEqualTo(byMaker.get(field));
    }
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
    assertThat(Cgroups.containing(id)).isEmpty();
    assertThat(Files.readString(stopped)).contains(id);
  }

  private static JsonNode state(Runtime runtime, String id) throws IOException {
    return new ObjectMapper().readTree(runtime.command("state", id).run().ok().out());
  }
}
