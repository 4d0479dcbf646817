package dev.stevedore.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Engine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Compose (Debian's docker-compose) on our dockerd: projects, from up to down. */
@WholeStack(needs = {"docker", "docker-compose"})
class ComposeTest {
  private static final String PROJECT =
      """
      version: "3.7"
      services:
        web:
          image: busybox
          command: sh -c 'cp /conf/index.html /data; exec httpd -f -p 80 -h /data'
          networks: {front: {aliases: [www]}}
          ports: ["127.0.0.1::80"]
          volumes: ["data:/data", "./conf:/conf:ro"]
          tmpfs: [/tmp]
          sysctls: {net.core.somaxconn: "512"}
          restart: unless-stopped
          stop_signal: SIGKILL
        asker:
          image: busybox
          command: sh -c 'until wget -qO- http://www/; do sleep 0.1; done; exec sleep 1000'
          networks: [front, back]
          depends_on: [web]
          environment: {GREETING: hello}
          extra_hosts: ["somehost:198.51.100.1"]
          logging: {driver: json-file, options: {max-size: "1m"}}
          stop_signal: SIGKILL
      volumes: {data: {}}
      networks:
        front: {ipam: {config: [{subnet: 10.231.77.0/24}]}}
        back: {internal: true}
      """;

  private static Engine engine;
  private Path directory = Path.of("/");

  @BeforeAll
  static void startEngine(Scratch scratch) {
    engine = Engine.start(scratch);
    engine.load(Busybox.archive());
  }

  @BeforeEach
  void writeProject(Scratch scratch) throws IOException {
    directory = scratch.directory("shop");
    scratch.write(directory.resolve("docker-compose.yml"), PROJECT);
    Path conf = Files.createDirectory(directory.resolve("conf"));
    scratch.write(conf.resolve("index.html"), "from web\n");
    scratch.owns(() -> compose("down", "-v", "-t", "0").run().ok());
  }

  private Command compose(String... args) {
    List<String> argv = new ArrayList<>(List.of("docker-compose", "--no-ansi"));
    argv.addAll(List.of(args));
    return Command.of(argv)
        .in(directory)
        .env("DOCKER_HOST", engine.address())
        .env("DOCKER_CONFIG", engine.clientConfig().toString())
        .timeout(Duration.ofSeconds(60));
  }

  @Test
  void servicesFindEachOtherAndTheHostFindsThem() throws IOException, InterruptedException {
    compose("up", "-d").run().ok();
    assertThat(compose("exec", "-T", "asker", "wget", "-qO-", "http://web").run().ok().text())
        .isEqualTo("from web");
    assertThat(
            compose("exec", "-T", "asker", "sh", "-c", "echo $GREETING; grep somehost /etc/hosts")
                .run()
                .ok()
                .lines())
        .containsExactly("hello", "198.51.100.1\tsomehost");
    assertThat(compose("logs", "--no-color", "asker").run().ok().text()).endsWith("| from web");
    String published = compose("port", "web", "80").run().ok().text();
    HttpResponse<String> page =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://" + published)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(page.body()).isEqualTo("from web\n");
  }

  @Test
  void aServiceIsScaledStoppedAndStarted() {
    compose("up", "-d", "--scale", "asker=3").run().ok();
    assertThat(asking()).hasSize(3);
    compose("restart", "asker").run().ok();
    assertThat(asking()).hasSize(3);
    compose("pause", "asker").run().ok();
    assertThat(engine.docker("ps", "-q", "-f", "status=paused").run().ok().lines()).hasSize(3);
    compose("unpause", "asker").run().ok();
    compose("stop").run().ok();
    assertThat(engine.docker("ps", "-q").run().ok().out()).isEmpty();
    compose("start").run().ok();
    assertThat(engine.docker("ps", "-q").run().ok().lines()).hasSize(4);
    assertThat(compose("top", "asker").run().ok().out()).contains("shop_asker_3");
  }

  private List<String> asking() {
    return engine.docker("ps", "-q", "-f", "name=asker").run().ok().lines();
  }

  @Test
  void whatIsUnchangedIsLeftAloneAndWhatIsChangedKeepsItsVolume(Scratch scratch) {
    compose("up", "-d").run().ok();
    String before = compose("ps", "-q").run().ok().out();
    assertThat(compose("up", "-d").run().ok().err())
        .contains("shop_web_1 is up-to-date")
        .contains("shop_asker_1 is up-to-date");
    assertThat(compose("ps", "-q").run().ok().out()).isEqualTo(before);

    String web = compose("ps", "-q", "web").run().ok().text();
    scratch.write(
        directory.resolve("docker-compose.yml"),
        PROJECT.replace("cp /conf/index.html /data; ", "echo more >>/data/index.html; "));
    compose("up", "-d").run().ok();
    assertThat(compose("ps", "-q", "web").run().ok().text()).isNotEqualTo(web);
    assertThat(compose("exec", "-T", "asker", "wget", "-qO-", "http://www").run().ok().lines())
        .containsExactly("from web", "more");
  }

  @Test
  void downLeavesNothing() {
    compose("up", "-d").run().ok();
    compose("down", "-v").run().ok();
    assertThat(engine.docker("ps", "-aq").run().ok().out()).isEmpty();
    assertThat(engine.docker("volume", "ls", "-q").run().ok().out()).isEmpty();
    assertThat(engine.docker("network", "ls", "-q", "-f", "type=custom").run().ok().out())
        .isEmpty();
  }
}
