package dev.stevedore.tests.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/** What runc and crun can do besides running a container, in our runc. */
@WholeStack(needs = {"sh"})
class OurRuncOptionsTest {
  private static final String MAPPED =
      "[{\"containerID\": 0, \"hostID\": 100000, \"size\": 65536}]";

  private static Runtime runtime(Scratch scratch) {
    return new Runtime(Programs.runc(), scratch);
  }

  private static Bundle shell(Scratch scratch, String script) {
    return Bundle.in(scratch.directory("bundle"), "sh", "-c", script);
  }

  private static Bundle withUserNamespace(Bundle bundle) {
    bundle.add("/linux/namespaces", "{\"type\": \"user\"}");
    bundle.set("/linux/uidMappings", MAPPED);
    return bundle.set("/linux/gidMappings", MAPPED);
  }

  /** Runs it by a shell, which sets variables and opens descriptors for it first. */
  private static Result runIn(String setting, Runtime runtime, Bundle bundle) {
    return Command.shell(setting + " " + String.join(" ", runtime.runCommand(bundle).argv())).run();
  }

  @Test
  void specWritesAConfigurationThatRuns(Scratch scratch) throws IOException {
    Path bundle = Bundle.in(scratch.directory("bundle")).path();
    Files.delete(bundle.resolve("config.json"));
    runtime(scratch).command("spec", "--bundle", bundle.toString()).run().ok();
    assertThat(runtime(scratch).command("spec", "--bundle", bundle.toString()).run().exits(1).err())
        .contains("exists");
    String config = Files.readString(bundle.resolve("config.json"));
    String changed = config.replace("\"sh\"", "\"id\"").replaceFirst("\"terminal\": true,", "");
    scratch.write(bundle.resolve("other.json"), changed);
    String id = runtime(scratch).id();
    Result result =
        runtime(scratch)
            .command("run", "--bundle", bundle.toString(), "--config", "other.json", id)
            .run()
            .ok();
    assertThat(result.out()).startsWith("uid=0");
  }

  @Test
  void devicesInAUserNamespaceHaveTheirOwner(Scratch scratch) {
    Bundle bundle =
        withUserNamespace(shell(scratch, "ls -ln /dev/own | tr -s ' ' | cut -d ' ' -f 1,3-6"));
    bundle.set(
        "/linux/devices",
        "[{\"path\": \"/dev/own\", \"type\": \"c\", \"major\": 1, \"minor\": 3,"
            + " \"fileMode\": 416, \"uid\": 10, \"gid\": 11}]");
    assertThat(runtime(scratch).run(bundle).ok().text()).isEqualTo("crw-r----- 10 11 1, 3");
  }

  /** Files of root on disk are the container's root's, although that is another user outside. */
  @Test
  void anIdmappedMountShowsTheIdsOfTheContainer(Scratch scratch) throws IOException {
    scratch.write(scratch.directory("shared").resolve("file"), "shared\n");
    for (String options :
        List.of(
            "[\"bind\", \"idmap=uids=0-100000-1000;gids=0-100000-1000\"]",
            "[\"rbind\", \"ridmap\"]")) {
      Bundle bundle = withUserNamespace(shell(scratch, "ls -ln /shared/file | tr -s ' '"));
      Files.createDirectories(bundle.rootfs().resolve("shared"));
      bundle.add(
          "/mounts",
          "{\"destination\": \"/shared\", \"type\": \"bind\", \"source\": \""
              + scratch.resolve("shared")
              + "\", \"options\": "
              + options
              + "}");
      assertThat(runtime(scratch).run(bundle).ok().text()).as(options).contains(" 1 0 0 ");
    }
  }

  @Test
  void variablesOfExecReplaceThoseOfTheContainer(Scratch scratch) {
    Runtime runtime = runtime(scratch);
    String id = runtime.runDetached(Bundle.in(scratch.directory("bundle"), "sleep", "1000"), "a");
    assertThat(
            runtime
                .command("exec", "--env", "PATH=/bin", "-e", "A=1", "-e", "A=2", id, "env")
                .run()
                .ok()
                .lines())
        .contains("PATH=/bin", "A=2")
        .doesNotContain("A=1", "PATH=/usr/sbin:/usr/bin:/sbin:/bin");
    runtime.delete(id);
  }

  @Test
  void eventsTellWhatIsUsedAndThatMemoryIsOut(Scratch scratch) throws IOException {
    Runtime runtime = runtime(scratch);
    Bundle bundle = shell(scratch, "until [ -e /go ]; do sleep 0.05; done; tail /dev/zero");
    bundle.set("/linux/cgroupsPath", "\"/" + runtime.id() + "\"");
    bundle.set("/linux/resources/memory", "{\"limit\": 16777216}");
    String id = runtime.runDetached(bundle, runtime.id());
    JsonNode stats =
        new ObjectMapper().readTree(runtime.command("events", "--stats", id).run().ok().out());
    assertThat(stats.at("/type").asText()).isEqualTo("stats");
    assertThat(stats.at("/data/memory/usage/limit").asLong()).isEqualTo(16777216);
    assertThat(stats.at("/data/memory/usage/usage").asLong()).isPositive();
    String command = String.join(" ", runtime.command("events", "--interval", "1h", id).argv());
    Path go = bundle.rootfs().resolve("go");
    Result events = Command.shell("(sleep 0.3; touch " + go + ") & " + command).run().ok();
    assertThat(events.lines()).contains("{\"type\":\"oom\",\"id\":\"" + id + "\"}");
    runtime.delete(id);
  }

  @Test
  void aFailedPoststartHookEndsTheContainer(Scratch scratch) {
    Runtime runtime = runtime(scratch);
    Bundle bundle = Bundle.in(scratch.directory("bundle"), "sleep", "1000");
    bundle.set("/hooks", "{\"poststart\": [{\"path\": \"/bin/false\"}]}");
    assertThat(runtime.run(bundle).exits(1).err()).contains("poststart hook #0");
    assertThat(runtime.command("state", runtime.id()).run().exits(1).err())
        .contains("does not exist");
    assertThat(Cgroups.containing(runtime.id())).isEmpty();
  }

  @Test
  void socketsAndReadinessOfAServiceManager(Scratch scratch) {
    Runtime runtime = runtime(scratch);
    Bundle bundle = shell(scratch, "echo $LISTEN_FDS $LISTEN_PID; cat <&3; ls $NOTIFY_SOCKET");
    Path file = scratch.write(scratch.resolve("passed"), "from outside\n");
    Result result =
        runIn("exec 3<" + file + "; LISTEN_FDS=1 NOTIFY_SOCKET=/run/ready", runtime, bundle);
    assertThat(result.ok().lines()).containsExactly("1 1", "from outside", "/run/ready/notify");
  }

  @Test
  void deleteTakesExpressions(Scratch scratch) {
    Runtime runtime = runtime(scratch);
    Bundle bundle = Bundle.in(scratch.directory("bundle"), "sleep", "1000");
    runtime.runDetached(bundle, runtime.id() + "one");
    runtime.runDetached(bundle, runtime.id() + "two");
    runtime.command("delete", "--force", "--regex", "one$").run().ok();
    assertThat(runtime.command("list", "--quiet").run().ok().text())
        .isEqualTo(runtime.id() + "two");
  }

  @Test
  void checkpointWithoutCriuSaysSo(Scratch scratch) {
    Runtime runtime = runtime(scratch);
    String id =
        runtime.runDetached(Bundle.in(scratch.directory("bundle"), "sleep", "1000"), runtime.id());
    Path images = scratch.resolve("images");
    List<String> argv = runtime.command("checkpoint", "--image-path", images.toString(), id).argv();
    assertThat(Command.shell("PATH=/nowhere " + String.join(" ", argv)).run().exits(1).err())
        .contains("CRIU, which is not installed");
    assertThat(runtime.command("state", id).run().ok().out()).contains("running");
  }

  @Test
  void clocksOfATimeNamespace(Scratch scratch) {
    Bundle bundle = shell(scratch, "cut -d . -f 1 /proc/uptime");
    bundle.add("/linux/namespaces", "{\"type\": \"time\"}");
    bundle.set("/linux/timeOffsets", "{\"boottime\": {\"secs\": 1000000}}");
    assertThat(Integer.parseInt(runtime(scratch).run(bundle).ok().text())).isGreaterThan(1000000);
  }

  @Test
  void aNetworkDeviceOfTheHostBecomesTheContainers(Scratch scratch) {
    String name = "svn" + ProcessHandle.current().pid() % 100000;
    Command.shell(
            "ip link add "
                + name
                + "a type veth peer name "
                + name
                + "b"
                + " && ip addr add 10.98.7.1/24 dev "
                + name
                + "a")
        .run()
        .ok();
    scratch.owns(() -> Command.of("ip", "link", "del", name + "b").run());
    Bundle bundle = shell(scratch, "ip -o addr show dev inside");
    bundle.set("/linux/netDevices", "{\"" + name + "a\": {\"name\": \"inside\"}}");
    assertThat(runtime(scratch).run(bundle).ok().out())
        .contains("inside")
        .contains("inet 10.98.7.1/24");
  }
}
