package dev.stevedore.tests.containerd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Containerd;
import dev.stevedore.tests.harness.stack.Programs;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What our containerd tells about itself. */
@WholeStack(needs = {"ctr"})
class MonitoringTest {
  @Test
  void countsCallsAndCollections(Scratch scratch) throws IOException, InterruptedException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Containerd containerd =
        Containerd.ours(
            scratch, "\n[metrics]\naddress = \"127.0.0.1:" + port + "\"\ngrpc_histogram = true\n");
    containerd.ctr("images", "rm", "nothing").run();
    URI uri = URI.create("http://127.0.0.1:" + port + "/v1/metrics");
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(uri).build();
      await()
          .untilAsserted(
              () ->
                  assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
                      .contains("containerd_gc_collections_total{status=\"success\"} 1\n"));
      String metrics = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      assertThat(metrics)
          .contains("containerd_build_info_total{")
          .contains(
              "grpc_server_handled_total{grpc_code=\"NotFound\",grpc_method=\"Delete\","
                  + "grpc_service=\"containerd.services.images.v1.Images\",grpc_type=\"unary\"} 1\n")
          .contains("# TYPE grpc_server_handling_seconds histogram\n")
          .containsPattern("process_resident_memory_bytes [1-9]");
      for (String line : metrics.split("\n")) {
        assertThat(line).matches("# (HELP|TYPE) .*|[a-z_]+(\\{[^{}]*\\})? [-+.0-9eE]+");
      }
    }
  }

  @Test
  void showsStacksAndTheHeapOnItsDebugSocket(Scratch scratch) {
    Path socket = scratch.directory("debug").resolve("debug.sock");
    Containerd containerd = Containerd.ours(scratch, "\naddress = \"" + socket + "\"\n");
    assertThat(pprof(containerd, socket, "goroutines").ok().out())
        .contains("dev.stevedore.containerd");
    assertThat(pprof(containerd, socket, "heap").ok().out()).contains("java.lang.String");
    Result refused = pprof(containerd, socket, "block");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("501");
  }

  private static Result pprof(Containerd containerd, Path socket, String profile) {
    return containerd.ctr("pprof", "--debug-socket", socket.toString(), profile).run();
  }

  @Test
  void migratesItsConfiguration(Scratch scratch) {
    Path config =
        scratch.write(
            scratch.resolve("old.toml"),
            """
            version = 2
            [metrics]
            address = ":1"
            [plugins."io.containerd.gc.v1.scheduler"]
            schedule_delay = "1.5s"
            """);
    assertThat(
            Command.of(Programs.containerd(), "--config", config.toString(), "config", "migrate")
                .run()
                .ok()
                .out())
        .startsWith("version = 3\n")
        .contains("address = \":1\"")
        .contains("schedule_delay = \"1.5s\"");
  }
}
