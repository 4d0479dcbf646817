package dev.stevedore.tests.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.leaks.Cgroups;
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
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A config.json that nobody would write by mistake, and a create that ends at any point: there is
 * one line that says what is wrong, and nothing is left.
 */
@WholeStack(needs = {"sh"})
class HostileConfigTest {
  private static final long SEED = 20261124;

  /** More with -Dstevedore.fuzz=N. */
  private static final int ROUNDS = Integer.getInteger("stevedore.fuzz", 60);

  private static Runtime runtime(Scratch scratch) {
    return new Runtime(Programs.runc(), scratch);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /process/user/uid               | -1                       | process.user.uid
          /process/user/uid               | 4294967295               | process.user.uid
          /process/user/gid               | 4294967296               | process.user.gid
          /process/user/additionalGids    | [4294967295]             | process.user.additionalGids
          /process/args                   | ["a\\u0000b"]           | process.args[0]
          /process/args                   | {}                       | process.args
          /process/cwd                    | "tmp"                    | Cwd
          /process/env                    | [1]                      | process.env[0]
          /process/rlimits                | [{"type":"RLIMIT_CPU","soft":2,"hard":1}] | process.rlimits RLIMIT_CPU
          /process/oomScoreAdj            | 1001                     | process.oomScoreAdj
          /root/path                      | ""                       | root.path
          /mounts                         | [{"destination":""}]     | mounts[0].destination
          /mounts                         | [{"destination":"..","type":"tmpfs"}] | top of the rootfs
          /hooks/prestart                 | [{"path":"true"}]        | hooks.prestart[0].path
          /hooks/poststop                 | [{"path":"/a","timeout":-1}] | hooks.poststop[0].timeout
          /hooks/createRuntime            | [{"path":"/a","timeout":2147483647}] | hooks.createRuntime[0].timeout
          /linux/cgroupsPath              | "/a/../../.."            | linux.cgroupsPath
          /linux/devices                  | [{"path":"/dev/x","type":"c","major":-1}] | linux.devices[0].major
          /linux/devices                  | [{"path":"/dev/x","type":"c","major":1,"minor":1048576}] | linux.devices[0].minor
          /linux/devices                  | [{"path":"dev","type":"c"}] | linux.devices[0].path
          /linux/devices                  | [{"path":"/dev/x","type":"x"}] | linux.devices[0].type
          /linux/maskedPaths              | ["proc"]                 | linux.maskedPaths[0]
          /linux/sysctl                   | {"a":1}                  | linux.sysctl[
          /linux/namespaces               | [{"type":"moon"}]        | linux.namespaces[0].type
          /linux/resources/memory         | {"limit":1.5}            | linux.resources.memory.limit
          """)
  void theFieldIsNamed(String pointer, String value, String name, Scratch scratch) {
    Bundle bundle = Bundle.in(scratch.directory("bundle"), "true").set(pointer, value);
    Result result = runtime(scratch).run(bundle);
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err()).contains(name);
    assertNothingLeft(runtime(scratch));
  }

  @Test
  void whatIsNotJsonInReason(Scratch scratch) {
    Bundle bundle = Bundle.in(scratch.directory("bundle"), "true");
    assertRefused(scratch, bundle, "{\"process\": {}, \"process\": {}}", "process: is there twice");
    assertRefused(scratch, bundle, "[".repeat(100_000), "Nesting too deep");
    assertRefused(scratch, bundle, "{\"a\":".repeat(100_000), "Nesting too deep");
    assertRefused(scratch, bundle, "{\"a\": \"" + "x".repeat(5_000_000) + "\"}", "larger than");
    assertRefused(scratch, bundle, "", "not JSON");
    assertRefused(scratch, bundle, "null", "not a JSON object");
  }

  private static void assertRefused(Scratch scratch, Bundle bundle, String text, String why) {
    scratch.write(bundle.path().resolve("config.json"), text);
    Result result = runtime(scratch).run(bundle);
    assertThat(result.exit()).as(why).isEqualTo(1);
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err()).contains(why);
  }

  /** Of several sizes, as each fills the heap of the program at other moments. */
  @ParameterizedTest
  @ValueSource(ints = {500, 903, 1207, 1711, 2222, 2603, 3000, 3217})
  void thousandsOfMounts(int count, Scratch scratch) {
    StringBuilder mounts = new StringBuilder("[{\"destination\": \"/proc\", \"type\": \"proc\"}");
    for (int i = 0; i < count; i++) {
      mounts.append(",{\"destination\": \"/tmp/a\", \"type\": \"tmpfs\", \"source\": \"t\"}");
    }
    Bundle bundle =
        Bundle.in(scratch.directory("bundle"), "true")
            .set("/mounts", mounts.append(']').toString());
    runtime(scratch).run(bundle).ok();
    assertNothingLeft(runtime(scratch));
  }

  /** Whatever is in it, it ends soon, with one line at most, and leaves nothing. */
  @Test
  void anythingInAnyField(Scratch scratch) throws IOException {
    Random random = new Random(SEED);
    Bundle bundle = Bundle.in(scratch.directory("bundle"), "true");
    bundle.set("/process/rlimits", "[{\"type\": \"RLIMIT_CORE\", \"soft\": 0, \"hard\": 0}]");
    bundle.set("/hooks/createRuntime", "[{\"path\": \"/bin/true\", \"timeout\": 2}]");
    bundle.set("/linux/sysctl", "{\"net.ipv4.ip_forward\": \"1\"}");
    bundle.set("/linux/resources/memory", "{\"limit\": 134217728}");
    Path file = bundle.path().resolve("config.json");
    JsonNode good = new ObjectMapper().readTree(file.toFile());
    for (int i = 0; i < ROUNDS; i++) {
      String text = JsonMutation.mutate(good, random);
      Files.writeString(file, text);
      Result result = runtime(scratch).runCommand(bundle).timeout(Duration.ofSeconds(10)).run();
      assertThat(result.exit()).as(text).isBetween(0, 127);
      assertThat(result.err().lines().filter(line -> line.contains("level=error")).count())
          .as(text + result)
          .isEqualTo(result.exit() == 0 ? 0 : 1);
      assertThat(result.err()).doesNotContain("internal error");
      assertNothingLeft(runtime(scratch));
    }
  }

  @Test
  void aHookThatHangsIsKilledAndNothingIsLeft(Scratch scratch) {
    Bundle bundle = Bundle.in(scratch.directory("bundle"), "true");
    for (String kind : new String[] {"prestart", "createRuntime", "createContainer"}) {
      bundle.set(
          "/hooks",
          "{\""
              + kind
              + "\": [{\"path\": \"/bin/sleep\", \"args\": [\"sleep\", \"100\"], \"timeout\": 1}]}");
      Result result = runtime(scratch).run(bundle);
      assertThat(result.exit()).isEqualTo(1);
      assertThat(result.err()).contains(kind + " hook #0").contains("time");
      assertNothingLeft(runtime(scratch));
    }
  }

  @Test
  void aCreateThatIsKilledAtAnyPointCanBeDeletedAndDoneAgain(Scratch scratch) {
    Runtime runtime = runtime(scratch);
    Bundle bundle = Bundle.in(scratch.directory("bundle"), "sleep", "1000");
    bundle.set(
        "/hooks/createContainer", "[{\"path\": \"/bin/sleep\", \"args\": [\"sleep\", \"0.004\"]}]");
    String[] create = {"create", "--bundle", bundle.path().toString(), runtime.id()};
    for (int i = 0; i < 20; i++) {
      try (Background killed = runtime.command(create).start()) {
        Pause.millis(i);
        // It may have ended just now.
        Command.of("kill", "-KILL", Long.toString(killed.pid())).run();
      }
      runtime.command("delete", "--force", runtime.id()).run().ok();
      assertNothingLeft(runtime);
    }
    String line = String.join(" ", runtime.command(create).argv()) + " </dev/null >/dev/null 2>&1";
    scratch.owns(() -> runtime.delete(runtime.id()));
    Command.shell(line).run().ok();
    runtime.command("start", runtime.id()).run().ok();
  }

  private static void assertNothingLeft(Runtime runtime) {
    assertThat(runtime.state().resolve(runtime.id())).doesNotExist();
    assertThat(Cgroups.containing(runtime.id())).isEmpty();
  }
}
