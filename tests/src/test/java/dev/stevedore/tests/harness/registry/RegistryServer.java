package dev.stevedore.tests.harness.registry;

import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Programs;
import dev.stevedore.tests.harness.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Debian's docker-registry with storage of its own. */
public final class RegistryServer {
  /** Who may use a registry with a password, and the password. */
  public static final String USER = "tester";

  public static final String PASSWORD = "secret";

  /** The password in bcrypt, which is all that docker-registry reads. */
  private static final String HTPASSWD =
      USER + ":$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a\n";

  private final String address;

  private RegistryServer(String address) {
    this.address = address;
  }

  /** One that anyone may use, on loopback without TLS. */
  public static RegistryServer open(Scratch scratch) {
    return start(scratch, "127.0.0.1", "", "");
  }

  /** One that wants {@link #USER} and {@link #PASSWORD}. */
  public static RegistryServer withPassword(Scratch scratch) {
    Path file = scratch.write(scratch.resolve("htpasswd"), HTPASSWD);
    String auth = "auth: {htpasswd: {realm: tests, path: " + file + "}}\n";
    return start(scratch, "127.0.0.1", "", auth);
  }

  /** One with TLS, on an address of this machine that is not loopback. */
  public static RegistryServer withTls(Scratch scratch, String host, TlsFiles files) {
    String tls = ", tls: {certificate: %s, key: %s}".formatted(files.certificate(), files.key());
    return start(scratch, host, tls, "");
  }

  /** One without TLS on an address that is not loopback. */
  public static RegistryServer plain(Scratch scratch, String host) {
    return start(scratch, host, "", "");
  }

  private static RegistryServer start(Scratch scratch, String host, String http, String more) {
    Path directory = scratch.directory("registry");
    int port = freePort(host);
    String address = host + ":" + port;
    Path config =
        scratch.write(
            directory.resolve("config.yml"),
            """
            version: 0.1
            log: {level: warn}
            storage: {filesystem: {rootdirectory: %s}}
            http: {addr: "%s", relativeurls: true%s}
            %s"""
                .formatted(directory.resolve("data"), address, http, more));
    Service service =
        new Service(
            "docker-registry",
            List.of(Programs.peer("docker-registry").toString(), "serve", config.toString()),
            Map.of(),
            scratch.log("docker-registry"),
            () -> accepts(host, port));
    scratch.owns(service);
    service.start();
    return new RegistryServer(address);
  }

  private static int freePort(String host) {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean accepts(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** {@code host:port}. */
  public String address() {
    return address;
  }

  /** The name of an image in it. */
  public String image(String name) {
    return address + "/" + name;
  }

  /** Copies an OCI layout, with all its platforms, into it. */
  public void push(Path layout, String name) {
    skopeo("copy", "--all", "--dest-tls-verify=false", "oci:" + layout, "docker://" + image(name))
        .ok();
  }

  /** The manifest or index of an image, as skopeo gets it. */
  public String rawManifest(String name) {
    return skopeo("inspect", "--tls-verify=false", "--raw", "docker://" + image(name)).ok().out();
  }

  private static Result skopeo(String... args) {
    List<String> argv = new ArrayList<>(List.of(Programs.peer("skopeo").toString()));
    argv.addAll(List.of(args));
    return Command.of(argv).run();
  }
}
