package dev.stevedore.tests.containerd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.grpc.GrpcClient;
import dev.stevedore.tests.harness.grpc.Proto;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Containerd;
import dev.stevedore.tests.harness.stack.Programs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Our containerd's program: how it starts, and what else it does. */
@WholeStack(needs = {"ctr"})
class DaemonTest {
  @Test
  void doesNotStartWithoutWhatIsRequired(Scratch scratch) {
    Path config =
        scratch.write(
            scratch.resolve("config.toml"),
            """
            version = 2
            root = "%1$s/root"
            state = "%1$s/state"
            required_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.grpc.v1.tasks"]
            [grpc]
              address = "%1$s/containerd.sock"
            """
                .formatted(scratch.path()));
    Result refused = Command.of(Programs.containerd(), "--config", config.toString()).run();
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err())
        .contains("containerd: required plugin [io.containerd.grpc.v1.cri] not included");
  }

  @Test
  void logsAsJson(Scratch scratch) {
    Containerd containerd = Containerd.ours(scratch, "  format = \"json\"\n");
    assertThat(containerd.service().log())
        .contains(
            "\"level\":\"info\",\"logger\":\"Daemon\",\"msg\":\"containerd successfully booted")
        .doesNotContain("level=info msg=\"containerd successfully booted");
  }

  @Test
  void passesOnWhatAHookIsTold(Scratch scratch) {
    scratch.write(scratch.resolve("config.json"), "{\"root\":{\"path\":\"rootfs\"}}");
    Path bundle = scratch.path();
    String state =
        "{\"id\":\"c\",\"pid\":7,\"status\":\"created\",\"bundle\":\""
            + bundle.toAbsolutePath()
            + "\"}";
    Result hook =
        Command.of(
                Programs.containerd(),
                "oci-hook",
                "--",
                "sh",
                "-c",
                "echo $0 $R; exit 3",
                "{{pid}}")
            .env("R", "{{rootfs}}")
            .stdin(state)
            .run();
    assertThat(hook.exit()).isEqualTo(3);
    assertThat(hook.out().strip()).startsWith("7 ").endsWith("/rootfs");
  }

  @Test
  void tellsWhatARuntimeCanDo(Scratch scratch) {
    Containerd containerd = Containerd.ours(scratch);
    byte[] question = new Proto().text(1, "io.containerd.stevedore.v1").build();
    try (GrpcClient client = new GrpcClient(containerd.socket())) {
      byte[] answer =
          client.call(
              "containerd.services.introspection.v1.Introspection/PluginInfo",
              new Proto()
                  .text(1, "io.containerd.runtime.v2")
                  .text(2, "task")
                  .bytes(3, Proto.any("containerd.types.RuntimeRequest", question))
                  .build());
      assertThat(new String(answer, StandardCharsets.UTF_8))
          .contains("containerd.types.RuntimeInfo", "io.containerd.stevedore.v1")
          .contains("\"mountOptions\"");
    }
  }
}
