package dev.stevedore.dockerd.volume.plugin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stevedore.dockerd.api.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Calls a plugin: a POST with JSON on a connection of its own, which the plugin closes after its
 * answer. Whoever does not answer in time has failed.
 */
final class PluginClient {
  private static final String TYPE = "application/vnd.docker.plugins.v1.2+json";
  private static final int LARGEST_ANSWER = 16 * 1024 * 1024;

  private final PluginAddress address;

  PluginClient(PluginAddress address) {
    this.address = address;
  }

  /**
   * Calls.
   *
   * @param method such as {@code VolumeDriver.Create}
   * @return the answer, an empty object if it has no body
   * @throws IOException what went wrong: the connection, the time, the status, or the error that
   *     the plugin tells
   */
  JsonNode call(String method, JsonNode arguments, Duration limit) throws IOException {
    AtomicBoolean late = new AtomicBoolean();
    try (SocketChannel channel = address.connect()) {
      Thread watch = Thread.ofVirtual().start(() -> closeAfter(channel, limit, late));
      try {
        send(channel, method, arguments);
        return answer(method, readAll(channel));
      } finally {
        watch.interrupt();
      }
    } catch (IOException e) {
      if (late.get()) {
        throw new IOException(
            "Post \"http://%s/%s\": context deadline exceeded".formatted(address.host(), method),
            e);
      }
      throw e;
    }
  }

  private static void closeAfter(SocketChannel channel, Duration limit, AtomicBoolean late) {
    try {
      Thread.sleep(limit);
      late.set(true);
      channel.close();
    } catch (InterruptedException | IOException e) {
      // The call is over.
    }
  }

  private void send(SocketChannel channel, String method, JsonNode arguments) throws IOException {
    byte[] body = Json.bytes(arguments);
    String head =
        "POST /"
            + method
            + " HTTP/1.1\r\nHost: "
            + address.host()
            + "\r\nUser-Agent: Go-http-client/1.1\r\nAccept: "
            + TYPE
            + "\r\nContent-Type: "
            + TYPE
            + "\r\nContent-Length: "
            + body.length
            + "\r\nConnection: close\r\n\r\n";
    write(channel, head.getBytes(StandardCharsets.UTF_8));
    write(channel, body);
  }

  private static void write(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static byte[] readAll(SocketChannel channel) throws IOException {
    byte[] all = Channels.newInputStream(channel).readNBytes(LARGEST_ANSWER);
    if (all.length == LARGEST_ANSWER) {
      throw new IOException("a plugin's answer is too long");
    }
    return all;
  }

  private static JsonNode answer(String method, byte[] bytes) throws IOException {
    int end = find(bytes, "\r\n\r\n", 0);
    if (end < 0) {
      throw new IOException(method + ": unexpected EOF");
    }
    String head = new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    String[] words = head.split("\r\n", 2)[0].split(" ", 3);
    boolean chunked = head.toLowerCase(Locale.ROOT).contains("\r\ntransfer-encoding: chunked");
    int start = end + 4;
    byte[] body = chunked ? unchunked(bytes, start) : rest(bytes, start);
    int status = status(words);
    JsonNode json;
    try {
      json = body.length == 0 ? JsonNodeFactory.instance.objectNode() : Json.MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      json = JsonNodeFactory.instance.objectNode();
      if (status == 200) {
        throw new IOException(method + ": the plugin's answer is not JSON", e);
      }
    }
    String told = json.path("Err").asText();
    if (!told.isEmpty()) {
      throw new PluginError(status == 200 ? told : method + ": " + told);
    }
    if (status != 200) {
      throw new PluginError(method + ": " + new String(body, StandardCharsets.UTF_8).strip());
    }
    return json;
  }

  private static int status(String[] words) throws IOException {
    try {
      return Integer.parseInt(words.length > 1 ? words[1] : "");
    } catch (NumberFormatException e) {
      throw new IOException("a plugin's answer is not HTTP", e);
    }
  }

  private static byte[] rest(byte[] bytes, int start) {
    return java.util.Arrays.copyOfRange(bytes, start, bytes.length);
  }

  private static byte[] unchunked(byte[] bytes, int start) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int at = start;
    while (true) {
      int line = find(bytes, "\r\n", at);
      if (line < 0) {
        throw new IOException("a plugin's answer ends in the middle");
      }
      String size = new String(bytes, at, line - at, StandardCharsets.ISO_8859_1);
      int length;
      try {
        length = Integer.parseInt(size.split(";", 2)[0].strip(), 16);
      } catch (NumberFormatException e) {
        throw new IOException("a plugin's answer is not HTTP", e);
      }
      if (length == 0) {
        return body.toByteArray();
      }
      at = line + 2;
      if (length < 0 || length > bytes.length - at) {
        throw new IOException("a plugin's answer ends in the middle");
      }
      body.write(bytes, at, length);
      at += length + 2;
    }
  }

  private static int find(byte[] bytes, String text, int from) {
    for (int i = from; i <= bytes.length - text.length(); i++) {
      int j = 0;
      while (j < text.length() && bytes[i + j] == text.charAt(j)) {
        j++;
      }
      if (j == text.length()) {
        return i;
      }
    }
    return -1;
  }
}
