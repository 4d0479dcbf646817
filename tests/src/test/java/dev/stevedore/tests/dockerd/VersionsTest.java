package dev.stevedore.tests.dockerd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Background;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Engine;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** API versions are negotiated; the engine tells what it is and what happens. */
@WholeStack(needs = {"docker", "curl"})
class VersionsTest {
  @SuppressWarnings("NullAway.Init")
  private static Engine engine;

  @BeforeAll
  static void start(Scratch scratch) {
    engine = Engine.start(scratch);
  }

  private static String get(String path) {
    return Command.of(
            "curl",
            "-s",
            "-i",
            "--max-time",
            "5",
            "--unix-socket",
            engine.socket().toString(),
            "http://d" + path)
        .run()
        .ok()
        .out();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.24", "1.40", "1.51"})
  void oldAndNewClientsAreServed(String version) {
    assertThat(engine.docker("ps").env("DOCKER_API_VERSION", version).run().ok().lines().getFirst())
        .startsWith("CONTAINER ID");
  }

  @Test
  void aClientThatIsTooOldOrTooNewIsToldSo() {
    assertThat(get("/v1.23/containers/json"))
        .startsWith("HTTP/1.1 400 ")
        .contains(
            "client version 1.23 is too old. Minimum supported API version is 1.24, please upgrade your client to a newer version");
    assertThat(get("/v1.99/containers/json"))
        .startsWith("HTTP/1.1 400 ")
        .endsWith(
            "{\"message\":\"client version 1.99 is too new. Maximum supported API version is 1.51\"}\n");
    assertThat(get("/v1.51/nothing"))
        .startsWith("HTTP/1.1 404 ")
        .endsWith("{\"message\":\"page not found\"}\n");
    assertThat(get("/_ping"))
        .contains("Api-Version: 1.51\r\n")
        .contains("Ostype: linux\r\n")
        .endsWith("OK");
  }

  @Test
  void versionNamesAllComponents() {
    assertThat(engine.docker("version").run().ok().out())
        .contains("API version:      1.51 (minimum version 1.24)")
        .contains("containerd:")
        .contains("runc:");
    assertThat(engine.docker("info", "-f", "{{.DefaultRuntime}} {{.Driver}}").run().ok().text())
        .endsWith("overlayfs");
  }

  @Test
  void aReloadIsAnEventAndAFilterFindsIt() {
    try (Background events =
        engine
            .docker("events", "--filter", "type=daemon", "--format", "{{.Type}} {{.Action}}")
            .timeout(Duration.ofSeconds(30))
            .start()) {
      // Until the client listens, the event may be missed: told again until it is heard.
      for (int i = 0; i < 50 && !events.out().contains("daemon reload"); i++) {
        engine.service().signal("HUP");
        Pause.millis(100);
      }
      assertThat(events.out()).contains("daemon reload");
    }
    // The client rounds the time down to seconds.
    Pause.millis(1100);
    assertThat(
            engine
                .docker("events", "--since", "1h", "--until", "0s", "--filter", "event=reload")
                .run()
                .ok()
                .out())
        .contains("daemon reload");
  }

  @Test
  void whatIsAbsentIsRefusedWithAReason() {
    assertThat(engine.docker("swarm", "init").run().exits(1).err())
        .contains("swarm is not supported yet");
    assertThat(engine.docker("node", "ls").run().exits(1).err())
        .contains("This node is not a swarm manager");
    assertThat(engine.docker("volume", "ls", "-q").run().ok().text()).isEmpty();
    assertThat(engine.docker("system", "df").run().ok().out()).contains("Images", "Containers");
  }
}
