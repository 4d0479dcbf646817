package dev.stevedore.dockerd.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class HttpServerTest {
  @TempDir Path directory;
  private Path socket = Path.of("unset");
  private HttpServer server = new HttpServer(List.of(), _ -> {});
  private final CountDownLatch gone = new CountDownLatch(1);

  @BeforeEach
  void start() throws IOException {
    socket = directory.resolve("s");
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    channel.bind(UnixDomainSocketAddress.of(socket));
    server =
        new HttpServer(
            List.of(new ChannelListener(channel, "s", Optional.of(socket))), this::handle);
    server.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    server.close(Duration.ZERO);
  }

  private void handle(HttpExchange exchange) throws IOException {
    switch (exchange.head().path()) {
      case "/echo" -> exchange.send(200, exchange.body().readAllBytes());
      case "/ignore-body" -> exchange.send(409, "no".getBytes(StandardCharsets.UTF_8));
      case "/empty" -> exchange.send(204, new byte[0]);
      case "/stream" -> {
        try (OutputStream out = exchange.stream(200)) {
          out.write("one".getBytes(StandardCharsets.UTF_8));
          out.write("second".getBytes(StandardCharsets.UTF_8));
        }
      }
      case "/abort" -> {
        exchange.stream(200).write(1);
        exchange.abort();
      }
      case "/wait" -> await(exchange);
      case "/hijack" -> {
        // Shouts back what it hears, until the client has said all.
        try (HijackedStream stream = exchange.hijack("application/vnd.docker.raw-stream")) {
          byte[] heard = stream.input().readAllBytes();
          String text = new String(heard, StandardCharsets.UTF_8).toUpperCase(Locale.ROOT);
          stream.output().write(text.getBytes(StandardCharsets.UTF_8));
        }
      }
      default -> exchange.send(404, new byte[0]);
    }
  }

  private void await(HttpExchange exchange) {
    CountDownLatch left = new CountDownLatch(1);
    exchange.whenGone(left::countDown);
    try {
      left.await();
      gone.countDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void oneConnectionServesManyRequests() throws IOException {
    try (RawClient client = new RawClient(socket)) {
      client.send("POST /echo HTTP/1.1\r\nHost: d\r\nContent-Length: 2\r\n\r\nhi");
      assertThat(client.readTo("\r\n\r\nhi")).startsWith("HTTP/1.1 200 OK\r\n");
      client.send("GET /empty HTTP/1.1\r\nHost: d\r\n\r\n");
      assertThat(client.readTo("\r\n\r\n"))
          .startsWith("HTTP/1.1 204 No Content\r\n")
          .doesNotContain("Content-Length");
      client.send("HEAD /echo HTTP/1.1\r\nHost: d\r\n\r\nGET /x HTTP/1.1\r\nHost: d\r\n\r\n");
      assertThat(client.readTo("Content-Length: 0\r\n\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(client.readTo("\r\n\r\n")).startsWith("HTTP/1.1 404 Not Found\r\n");
    }
  }

  @Test
  void readsChunkedBodies() throws IOException {
    try (RawClient client = new RawClient(socket)) {
      client.send("POST /echo HTTP/1.1\r\nHost: d\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.send("3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n");
      assertThat(client.readTo("abc0123456789")).contains("Content-Length: 13\r\n");
    }
  }

  @Test
  void aBodyThatWasNotReadIsDropped() throws IOException {
    try (RawClient client = new RawClient(socket)) {
      client.send("POST /ignore-body HTTP/1.1\r\nHost: d\r\nContent-Length: 9\r\n\r\nGET / HTT");
      client.readTo("\r\n\r\nno");
      client.send("GET /empty HTTP/1.1\r\nHost: d\r\n\r\n");
      assertThat(client.readTo("\r\n\r\n")).startsWith("HTTP/1.1 204 ");
    }
  }

  @Test
  void asksForABodyThatTheClientHoldsBack() throws IOException {
    try (RawClient client = new RawClient(socket)) {
      client.send(
          "POST /echo HTTP/1.1\r\nHost: d\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
      assertThat(client.readTo("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      assertThat(client.send("hi").readTo("hi")).startsWith("HTTP/1.1 200 OK\r\n");
    }
  }

  @Test
  void doesNotAskForABodyThatIsRefused() throws IOException {
    try (RawClient client = new RawClient(socket)) {
      client.send(
          "POST /ignore-body HTTP/1.1\r\nHost: d\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n");
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 409 Conflict\r\n");
    }
  }

  @Test
  void streamsInChunks() throws IOException {
    try (RawClient client = new RawClient(socket)) {
      client.send("GET /stream HTTP/1.1\r\nHost: d\r\n\r\n");
      assertThat(client.readTo("0\r\n\r\n"))
          .contains("Transfer-Encoding: chunked\r\n")
          .endsWith("\r\n\r\n3\r\none\r\n6\r\nsecond\r\n0\r\n\r\n");
    }
  }

  @Test
  void anOldClientGetsAStreamThatEndsWithTheConnection() throws IOException {
    try (RawClient client = new RawClient(socket)) {
      client.send("GET /stream HTTP/1.0\r\n\r\n");
      assertThat(client.readToEnd())
          .startsWith("HTTP/1.0 200 OK\r\n")
          .endsWith("\r\n\r\nonesecond");
    }
  }

  @Test
  void aBrokenOffStreamDoesNotLookComplete() throws IOException {
    try (RawClient client = new RawClient(socket)) {
      client.send("GET /abort HTTP/1.1\r\nHost: d\r\n\r\n");
      assertThat(client.readToEnd()).doesNotEndWith("0\r\n\r\n");
    }
  }

  @Test
  void noticesThatTheClientHasGone() throws IOException, InterruptedException {
    try (RawClient client = new RawClient(socket)) {
      client.send("POST /wait HTTP/1.1\r\nHost: d\r\nContent-Length: 0\r\n\r\n");
      assertThat(gone.await(200, TimeUnit.MILLISECONDS)).isFalse();
    }
    assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void hijacksAnUpgradedConnectionThoughTheRequestHasABody() throws IOException {
    try (RawClient client = new RawClient(socket)) {
      client.send(
          "POST /hijack HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 2\r\n\r\n{}");
      assertThat(client.readTo("\r\n\r\n"))
          .startsWith("HTTP/1.1 101 UPGRADED\r\n")
          .contains("Content-Type: application/vnd.docker.raw-stream\r\n")
          .contains("Connection: Upgrade\r\nUpgrade: tcp\r\n");
      client.send("hello").closeWrite();
      assertThat(client.readToEnd()).isEqualTo("HELLO");
    }
  }

  @Test
  void hijacksAConnectionThatDidNotAskToUpgrade() throws IOException {
    try (RawClient client = new RawClient(socket)) {
      client.send("POST /hijack HTTP/1.1\r\nHost: d\r\n\r\n");
      assertThat(client.readTo("\r\n\r\n"))
          .startsWith("HTTP/1.1 200 OK\r\n")
          .doesNotContain("Content-Length")
          .doesNotContain("chunked");
      client.send("hello").closeWrite();
      assertThat(client.readToEnd()).isEqualTo("HELLO");
    }
  }

  @Test
  void refusesWhatCouldBeReadInTwoWays() throws IOException {
    for (String bad :
        List.of(
            "GET /echo\r\n\r\n",
            "GET echo HTTP/1.1\r\n\r\n",
            "GET /echo HTTP/1.1\r\nBad Name: x\r\n\r\n",
            "GET /echo HTTP/1.1\r\nA: b\r\n folded\r\n\r\n",
            "GET /%zz HTTP/1.1\r\n\r\n",
            "POST /echo HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            "POST /echo HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
            "POST /echo HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
            "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")) {
      try (RawClient client = new RawClient(socket)) {
        assertThat(client.send(bad).readToEnd()).as(bad).startsWith("HTTP/1.1 400 Bad Request\r\n");
      }
    }
    try (RawClient client = new RawClient(socket)) {
      assertThat(client.send("GET / HTTP/2.0\r\n\r\n").readToEnd()).startsWith("HTTP/1.1 505 ");
    }
  }

  @Test
  void aHeaderValueCannotForgeAnotherHeader() {
    Headers headers = new Headers();
    headers.set("X", "a\r\nEvil: b");
    StringBuilder text = new StringBuilder();
    headers.writeTo(text);
    assertThat(text.toString()).isEqualTo("X: a  Evil: b\r\n");
  }
}
