package dev.stevedore.dockerd.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.dockerd.http.ChannelListener;
import dev.stevedore.dockerd.http.HttpServer;
import dev.stevedore.dockerd.http.RawClient;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class ApiHandlerTest {
  @TempDir Path directory;
  private Path socket = Path.of("unset");
  private HttpServer server = new HttpServer(List.of(), _ -> {});

  @BeforeEach
  void start() throws IOException {
    socket = directory.resolve("s");
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    channel.bind(UnixDomainSocketAddress.of(socket));
    Router router =
        new Router()
            .get("/broken", ApiHandlerTest::broken)
            .get("/breaks", ApiHandlerTest::breaks)
            .get("/fine", exchange -> exchange.respondText(200, "fine"));
    server =
        new HttpServer(
            List.of(new ChannelListener(channel, "s", Optional.of(socket))),
            new ApiHandler(router, "test"));
    server.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    server.close(Duration.ZERO);
  }

  private static void broken(Exchange exchange) throws IOException {
    throw new IOException("/var/lib/x/config.json: Input/output error");
  }

  private static void breaks(Exchange exchange) throws IOException {
    try (OutputStream out = exchange.stream("application/x-tar")) {
      out.write(1);
      throw new IOException("/var/lib/x/config.json: Input/output error");
    }
  }

  @Test
  void aFileThatCannotBeReadIsAnAnswerAndTheConnectionGoesOn() throws IOException {
    try (RawClient client = new RawClient(socket)) {
      client.send("GET /broken HTTP/1.1\r\nHost: d\r\n\r\n");
      assertThat(client.readTo("}"))
          .startsWith("HTTP/1.1 500 Internal Server Error\r\n")
          .endsWith("{\"message\":\"/var/lib/x/config.json: Input/output error\"}");
      client.readTo("\n");
      client.send("GET /fine HTTP/1.1\r\nHost: d\r\n\r\n");
      assertThat(client.readTo("\r\n\r\nfine")).startsWith("HTTP/1.1 200 OK\r\n");
    }
  }

  @Test
  void aStreamThatCannotGoOnBreaksOff() throws IOException {
    try (RawClient client = new RawClient(socket)) {
      client.send("GET /breaks HTTP/1.1\r\nHost: d\r\n\r\n");
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 OK\r\n").doesNotContain("500");
    }
  }
}
