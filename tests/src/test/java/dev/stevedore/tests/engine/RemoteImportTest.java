package dev.stevedore.tests.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Engine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docker import URL}, which the daemon downloads. */
@WholeStack(needs = {"docker"})
class RemoteImportTest {
  private static Engine engine;
  private static HttpServer server;
  private static String address;

  @BeforeAll
  static void start(Scratch scratch) throws IOException {
    engine = Engine.start(scratch);
    engine.load(Busybox.archive());
    Path archive = scratch.resolve("root.tar");
    engine.docker("create", "--name", "exported", "busybox").run().ok();
    engine.docker("export", "-o", archive.toString(), "exported").run().ok();
    engine.docker("rm", "exported").run().ok();
    byte[] bytes = Files.readAllBytes(archive);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/root.tar", exchange -> answer(exchange, 200, bytes));
    server.createContext(
        "/moved.tar",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/root.tar");
          answer(exchange, 302, new byte[0]);
        });
    server.createContext(
        "/secret.tar",
        exchange -> answer(exchange, 403, "not you".getBytes(StandardCharsets.UTF_8)));
    server.createContext("/cut.tar", exchange -> breakOff(exchange, bytes));
    server.start();
    address = "127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange, int status, byte[] bytes) throws IOException {
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void breakOff(HttpExchange exchange, byte[] bytes) throws IOException {
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
    exchange.getResponseBody().flush();
    throw new IOException("the line is cut");
  }

  @ParameterizedTest
  @ValueSource(strings = {"root.tar", "moved.tar"})
  void anArchiveIsDownloadedAndImported(String name) {
    String url = "http://" + address + "/" + name;
    String out = engine.docker("import", url, "remote:1").run().ok().out();

    assertThat(out).contains("Downloading from " + url).contains("sha256:");
    assertThat(engine.docker("run", "--rm", "remote:1", "echo", "here").run().ok().text())
        .isEqualTo("here");
    assertThat(engine.docker("history", "--format", "{{.Comment}}", "remote:1").run().ok().text())
        .isEqualTo("Imported from " + url);
    engine.docker("rmi", "remote:1").run().ok();
  }

  @Test
  void whatAServerRefusesIsTold() {
    Result result = engine.docker("import", "http://" + address + "/secret.tar").run().exits(1);
    assertThat(result.err())
        .contains("failed to GET http://%s/secret.tar with status 403".formatted(address))
        .contains("not you");
    assertThat(engine.docker("import", "http://127.0.0.1:1/x.tar").run().exits(1).err())
        .contains(
            "Get \"http://127.0.0.1:1/x.tar\": dial tcp 127.0.0.1:1: connect: connection refused");
  }

  @Test
  void aDownloadThatBreaksOffMakesNoImage() {
    engine.docker("import", "http://" + address + "/cut.tar", "cut:1").run().exits(1);
    assertThat(engine.docker("images", "-q", "cut").run().ok().text()).isEmpty();
  }
}
