package dev.stevedore.docker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {

  /** A server that says what it says, a few bytes at a time. */
  private static final class Script implements ByteStream {
    private final ByteArrayInputStream says;
    private final int pieces;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    Script(String says, int pieces) {
      this.says = new ByteArrayInputStream(says.getBytes(StandardCharsets.UTF_8));
      this.pieces = pieces;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      return says.read(into, offset, Math.min(length, pieces));
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      heard.write(from, offset, length);
    }

    @Override
    public int writeUnlessAnswered(byte[] from, int offset, int length) {
      heard.write(from, offset, length);
      return length;
    }

    @Override
    public void finishWriting() {}

    @Override
    public int descriptor() {
      return -1;
    }

    @Override
    public void close() {}

    String heard() {
      return heard.toString(StandardCharsets.UTF_8);
    }
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n";
  }

  private static String body(String answer, int pieces) throws IOException {
    HttpConnection connection = new HttpConnection(new Script(answer, pieces), "docker");
    connection.send(new Request("GET", "/x"));
    ResponseHead head = connection.readHead();
    return new String(connection.body(head).readFully(), StandardCharsets.UTF_8);
  }

  @Test
  void bodiesEndWhereTheyEndHoweverTheyAreCut() throws IOException {
    String chunked =
        lines("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "")
            + lines("3", "abc", "A;x=y", "0123456789", "0", "");
    String sized = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef";
    String untilClose = "HTTP/1.1 200 OK\r\n\r\nabc";
    for (int pieces : new int[] {1, 2, 7, 1000}) {
      assertThat(body(chunked, pieces)).isEqualTo("abc0123456789");
      assertThat(body(sized, pieces)).isEqualTo("abc");
      assertThat(body(untilClose, pieces)).isEqualTo("abc");
    }
  }

  @Test
  void oneConnectionCarriesOneExchangeAfterAnother() throws IOException {
    Script script =
        new Script(
            lines("HTTP/1.1 200 OK", "Api-Version: 1.51", "Content-Length: 2", "")
                + lines("HTTP/1.1 201 Created", "Content-Length: 2", "")
                + "{}",
            1000);
    HttpConnection connection = new HttpConnection(script, "docker");
    connection.send(new Request("HEAD", "/_ping"));
    ResponseHead ping = connection.readHead();
    assertThat(ping.headers().first("api-version")).contains("1.51");
    assertThat(connection.body(ping).readFully()).isEmpty();
    byte[] json = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    connection.send(
        new Request("POST", "/create", new RequestBody.Bytes("application/json", json)));
    assertThat(connection.readHead().status()).isEqualTo(201);
    assertThat(connection.isReusable()).isTrue();
    assertThat(script.heard())
        .startsWith("HEAD /_ping HTTP/1.1\r\nHost: docker\r\n")
        .contains("POST /create HTTP/1.1\r\n")
        .contains("Content-Length: 7\r\n\r\n{\"a\":1}");
  }

  @Test
  void aStreamIsSentInChunks() throws IOException {
    Script script = new Script("HTTP/1.1 200 OK\r\n\r\n", 1000);
    HttpConnection connection = new HttpConnection(script, "docker");
    byte[] content = "x".repeat(20).getBytes(StandardCharsets.UTF_8);
    connection.send(
        new Request(
            "POST",
            "/load",
            new RequestBody.Stream("application/x-tar", new ByteArrayInputStream(content))));
    assertThat(script.heard()).endsWith("\r\n\r\n14\r\n" + "x".repeat(20) + "\r\n0\r\n\r\n");
  }

  @Test
  void afterAnUpgradeTheRestIsRaw() throws IOException {
    Script script = new Script("HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\nfirst output", 1000);
    HttpConnection connection = new HttpConnection(script, "docker");
    connection.send(new Request("POST", "/attach"));
    assertThat(connection.readHead().status()).isEqualTo(101);
    assertThat(new String(connection.takeBuffered(), StandardCharsets.UTF_8))
        .isEqualTo("first output");
    assertThat(connection.hasBuffered()).isFalse();
  }

  @Test
  void aBrokenAnswerIsAnError() {
    assertThatThrownBy(() -> body("", 10)).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> body("SMTP ready\r\n", 10)).hasMessageContaining("malformed");
    assertThatThrownBy(() -> body("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", 10))
        .isInstanceOf(EOFException.class);
  }
}
