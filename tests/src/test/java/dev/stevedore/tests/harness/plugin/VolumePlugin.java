package dev.stevedore.tests.harness.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A plugin whose volumes are directories; it notes what it is asked. */
public final class VolumePlugin implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TYPE = "application/vnd.docker.plugins.v1.2+json";

  private final Path socket;
  private final Path volumes;
  private final ServerSocketChannel server;
  private final Map<String, Path> byName = new ConcurrentHashMap<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<String> hanging = new CopyOnWriteArrayList<>();

  private VolumePlugin(Path socket, Path volumes) throws IOException {
    this.socket = socket;
    this.volumes = volumes;
    Files.createDirectories(socket.getParent());
    Files.deleteIfExists(socket);
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(this::accept);
  }

  /**
   * Starts to serve.
   *
   * @param socket where
   * @param volumes for the volumes' directories
   */
  public static VolumePlugin serve(Path socket, Path volumes) {
    try {
      return new VolumePlugin(socket, volumes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was asked, in order, as {@code Mount name}. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /** From now on these calls are never answered. */
  public void hangAt(String... methods) {
    hanging.addAll(List.of(methods));
  }

  /** The directory of a volume. */
  public Path directory(String name) {
    return volumes.resolve(name);
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      InputStream in = new BufferedInputStream(Channels.newInputStream(client));
      String request = line(in);
      int length = 0;
      for (String header = line(in); !header.isEmpty(); header = line(in)) {
        String lower = header.toLowerCase(Locale.ROOT);
        if (lower.startsWith("content-length:")) {
          length = Integer.parseInt(lower.substring("content-length:".length()).strip());
        }
      }
      String method = request.split(" ")[1].substring(1);
      byte[] body = in.readNBytes(length);
      JsonNode arguments = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
      String name = arguments.path("Name").asText();
      String verb = method.substring(method.indexOf('.') + 1);
      calls.add((verb + " " + name).strip());
      if (hanging.contains(verb)) {
        Thread.sleep(600_000);
      }
      ObjectNode answer = JSON.createObjectNode();
      answer(verb, name, arguments, answer);
      byte[] text = JSON.writeValueAsBytes(answer);
      String head =
          "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
              .formatted(answer.hasNonNull("Err") ? "500 Error" : "200 OK", TYPE, text.length);
      client.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.UTF_8)));
      client.write(ByteBuffer.wrap(text));
    } catch (IOException e) {
      // the client has gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(String verb, String name, JsonNode arguments, ObjectNode answer)
      throws IOException {
    switch (verb) {
      case "Activate" -> answer.putArray("Implements").add("VolumeDriver");
      case "Capabilities" -> answer.putObject("Capabilities").put("Scope", "global");
      case "Create" -> {
        if (arguments.path("Opts").has("refuse")) {
          answer.put("Err", "no room for " + name);
        } else {
          byName.put(name, Files.createDirectories(directory(name)));
        }
      }
      case "List" -> {
        var all = answer.putArray("Volumes");
        byName.forEach((n, path) -> all.addObject().put("Name", n).put("Mountpoint", ""));
      }
      default -> known(verb, name, answer);
    }
  }

  private void known(String verb, String name, ObjectNode answer) {
    Path path = byName.get(name);
    if (path == null) {
      answer.put("Err", "no such volume here");
      return;
    }
    switch (verb) {
      case "Get" ->
          answer
              .putObject("Volume")
              .put("Name", name)
              .put("Mountpoint", path.toString())
              .putObject("Status")
              .put("health", "fine");
      case "Mount", "Path" -> answer.put("Mountpoint", path.toString());
      case "Remove" -> byName.remove(name);
      case "Unmount" -> {}
      default -> answer.put("Err", "unknown call " + verb);
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the request ends early");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
