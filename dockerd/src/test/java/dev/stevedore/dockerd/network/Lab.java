package dev.stevedore.dockerd.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.dockerd.events.Events;
import dev.stevedore.dockerd.network.config.FirewallConfig;
import dev.stevedore.dockerd.network.config.HostNames;
import dev.stevedore.dockerd.network.config.NetworkDefaults;
import dev.stevedore.dockerd.network.definition.NetworkRequest;
import dev.stevedore.dockerd.network.host.HostNetwork;
import dev.stevedore.dockerd.network.model.ContainerFacts;
import dev.stevedore.lib.linux.netns.NetworkNamespace;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A host of its own for tests, in a network namespace, with a neighbour in another:
 *
 * <pre>
 *   outside 192.0.2.2 ─── 192.0.2.1 host ─── bridges ─── containers
 * </pre>
 */
final class Lab implements BeforeEachCallback, AfterEachCallback {
  Path directory = Path.of("/nonexistent");
  Path host = directory;
  Path outside = directory;
  private final List<Path> neighbours = new ArrayList<>();
  private final List<Process> processes = new ArrayList<>();

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    directory = Files.createTempDirectory("lab");
    host = directory.resolve("host");
    NetworkNamespace.create(host).close();
    in(host, "ip", "link", "set", "lo", "up");
    outside = neighbour("up", "192.0.2", "2001:db8:");
  }

  /**
   * Another host beside this one, which has {@code v4.2} and {@code v6:2}, and this one as its
   * router.
   *
   * @param name of the link on this host, which gets a 0
   */
  Path neighbour(String name, String v4, String v6) throws IOException {
    Path space = directory.resolve(name);
    NetworkNamespace.create(space).close();
    neighbours.add(space);
    String here = name + "0";
    String there = name + "1";
    in(space, "ip", "link", "set", "lo", "up");
    in(host, "ip", "link", "add", here, "type", "veth", "peer", "name", there);
    in(host, "ip", "link", "set", there, "netns", space.toString());
    in(host, "ip", "addr", "add", v4 + ".1/24", "dev", here);
    in(host, "ip", "addr", "add", v6 + ":1/64", "dev", here, "nodad");
    in(host, "ip", "link", "set", here, "up");
    in(space, "ip", "addr", "add", v4 + ".2/24", "dev", there);
    in(space, "ip", "addr", "add", v6 + ":2/64", "dev", there, "nodad");
    in(space, "ip", "link", "set", there, "up");
    in(space, "ip", "route", "replace", "default", "via", v4 + ".1");
    in(space, "ip", "-6", "route", "replace", "default", "via", v6 + ":1");
    return space;
  }

  /** Something that becomes true. */
  interface Condition {
    boolean holds() throws IOException;
  }

  /** Waits for it. */
  static void await(Condition condition) throws IOException {
    for (int i = 0; i < 100 && !condition.holds(); i++) {
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Brings networks up, or up again. */
  NetworkStack start() throws IOException {
    return start(NetworkDefaults.NOTHING_SAID, FirewallConfig.DEFAULT);
  }

  /** Brings networks up, told this. */
  NetworkStack start(NetworkDefaults defaults) throws IOException {
    return start(defaults, FirewallConfig.DEFAULT);
  }

  /** Brings networks up with another firewall. */
  NetworkStack start(FirewallConfig config) throws IOException {
    return start(NetworkDefaults.NOTHING_SAID, config);
  }

  /** Another engine on the same host. */
  NetworkStack startAnother() throws IOException {
    return new NetworkStack(
        new HostNetwork(NetworkNamespace.open(host)),
        directory.resolve("data2"),
        directory.resolve("exec2"),
        new HostNames("br1", "stevedore2", "loop2-"),
        NetworkDefaults.NOTHING_SAID,
        FirewallConfig.DEFAULT,
        new Events());
  }

  /** Brings networks up, told all that. */
  NetworkStack start(NetworkDefaults defaults, FirewallConfig config) throws IOException {
    return new NetworkStack(
        new HostNetwork(NetworkNamespace.open(host)),
        directory.resolve("data"),
        directory.resolve("exec"),
        new HostNames("br0", "stevedore", "loop-"),
        defaults,
        config,
        new Events());
  }

  /** Starts a container: the file of its namespace. */
  static Path attach(NetworkStack stack, ContainerFacts container) {
    return attach(stack, container, MissingNode.getInstance());
  }

  /**
   * Starts a container.
   *
   * @param networking its NetworkingConfig
   */
  static Path attach(NetworkStack stack, ContainerFacts container, JsonNode networking) {
    stack.containers().define(container, networking);
    return stack.containers().attach(container).namespace();
  }

  /** Ends containers, by their ids or what is repeated in them, and networks with them. */
  static void end(NetworkStack stack, String... containers) {
    for (String container : containers) {
      stack.containers().forget(container.length() == 1 ? container.repeat(64) : container);
    }
    stack.settle();
    stack.retire();
  }

  /** A container as the Engine API has it. */
  static ContainerFacts container(String id, String name, String host) {
    return ContainerFacts.of(
        id.repeat(64),
        name,
        json("{'Hostname':'" + name + "-host','ExposedPorts':{'80/tcp':{}}}"),
        json(host),
        Optional.empty());
  }

  static JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static NetworkRequest request(String text) {
    try {
      return Json.MAPPER.treeToValue(json(text), NetworkRequest.class);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs a program in a namespace; what it prints. */
  static String in(Path namespace, String... command) throws IOException {
    Process process = begin(namespace, command);
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + output);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return output;
  }

  private static Process begin(Path namespace, String... command) throws IOException {
    List<String> all = new ArrayList<>(List.of("nsenter", "--net=" + namespace, "timeout", "60"));
    all.addAll(List.of(command));
    return new ProcessBuilder(all).redirectErrorStream(true).start();
  }

  /** Serves HTTP in a namespace: the answer is the client's address. */
  void serve(Path namespace, int port) throws IOException {
    Path program = directory.resolve("serve.py");
    Files.writeString(
        program,
        """
        import http.server, socket, sys
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                body = ('from ' + self.client_address[0].replace('::ffff:', '') + '.').encode()
                self.send_response(200)
                self.send_header('Content-Length', str(len(body)))
                self.end_headers()
                self.wfile.write(body)
        class Server(http.server.ThreadingHTTPServer):
            address_family = socket.AF_INET6
        server = Server(('::', int(sys.argv[1])), Handler)
        print('ready', flush=True)
        server.serve_forever()
        """);
    run(namespace, "python3", program.toString(), String.valueOf(port));
  }

  /** Starts a program that prints {@code ready} when it is. */
  void run(Path namespace, String... command) throws IOException {
    Process process = begin(namespace, command);
    processes.add(process);
    byte[] line = process.getInputStream().readNBytes(5);
    if (!new String(line, UTF_8).equals("ready")) {
      throw new IOException(
          new String(line, UTF_8) + new String(process.getInputStream().readAllBytes(), UTF_8));
    }
  }

  /** What a web server answers. */
  static String curl(Path namespace, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "-g", "--max-time", "2"));
    command.addAll(List.of(arguments));
    return in(namespace, command.toArray(String[]::new));
  }

  /** Nobody answers, within what is long on this host. */
  static AbstractThrowableAssert<?, ? extends Throwable> assertUnreachable(
      Path namespace, String url) {
    return assertThatThrownBy(() -> curl(namespace, "--max-time", "0.3", url));
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      try {
        process.waitFor(5, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    Path others = directory.resolve("exec/netns");
    if (Files.exists(others)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(others)) {
        for (Path file : files) {
          NetworkNamespace.delete(file);
        }
      }
    }
    NetworkNamespace.delete(host);
    for (Path space : neighbours) {
      NetworkNamespace.delete(space);
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
