package dev.stevedore.tests.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.registry.RegistryServer;
import dev.stevedore.tests.harness.registry.TlsFiles;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Engine;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registries that want a password, and registries that have certificates. */
@WholeStack(needs = {"docker", "docker-registry", "openssl", "setsid"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginTest {
  private Engine engine;

  @BeforeAll
  void start(Scratch scratch) {
    engine = Engine.start(scratch);
    engine.load(Busybox.archive());
  }

  private Command cli(String client, String... args) {
    return client.equals("docker") ? engine.docker(args) : engine.stevedore(args);
  }

  private Command login(String client, RegistryServer registry, String password) {
    return cli(client, "login", "-u", RegistryServer.USER, "--password-stdin", registry.address())
        .stdin(password);
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker", "stevedore"})
  void whoIsLoggedInMayPushAndPull(String client, Scratch scratch) {
    RegistryServer registry = RegistryServer.withPassword(scratch);
    String name = registry.image("private/box:1");
    cli(client, "tag", "busybox", name).run().ok();
    assertThat(cli(client, "push", name).run().exits(1).err())
        .contains("no basic auth credentials");
    assertThat(login(client, registry, "wrong").run().exits(1).err())
        .contains(
            "login attempt to http://%s/v2/ failed with status: 401 Unauthorized"
                .formatted(registry.address()));
    assertThat(login(client, registry, RegistryServer.PASSWORD).run().ok().out())
        .isEqualTo("Login Succeeded\n");
    cli(client, "push", name).run().ok();
    cli(client, "rmi", name).run().ok();
    cli(client, "run", "--rm", "--network", "none", name, "true").run().ok();
    // What one client keeps, the other one finds.
    String other = client.equals("docker") ? "stevedore" : "docker";
    cli(other, "pull", name).run().ok();
    assertThat(cli(client, "logout", registry.address()).run().ok().out())
        .isEqualTo("Removing login credentials for " + registry.address() + "\n");
    assertThat(cli(other, "pull", name).run().exits(1).err()).contains("no basic auth credentials");
    cli(client, "rmi", name).run().ok();
  }

  @Test
  void aCertificateIsCheckedUnlessToldOtherwise(Scratch scratch) throws IOException {
    String host = address();
    TlsFiles files = TlsFiles.make(scratch, host);
    RegistryServer registry = RegistryServer.withTls(scratch, host, files);
    String name = registry.image("box:1");
    engine.docker("tag", "busybox", name).run().ok();
    assertThat(engine.docker("push", name).run().exits(1).err())
        .contains(
            "Get \"https://%s/v2/\": tls: failed to verify certificate: x509: certificate signed by unknown authority"
                .formatted(registry.address()));

    engine.configure("{\"insecure-registries\":[\"%s\"]}\n".formatted(registry.address()));
    engine.service().signal("HUP");
    awaitInfo("{{json .RegistryConfig.IndexConfigs}}", registry.address());
    engine.docker("push", name).run().ok();

    engine.configure("{}\n");
    engine.service().signal("HUP");
    awaitInfo("{{len .RegistryConfig.IndexConfigs}}", "1");
    Path certificates =
        Files.createDirectories(
            engine.configFile().resolveSibling("certs.d").resolve(registry.address()));
    Files.copy(files.authority(), certificates.resolve("ca.crt"));
    assertThat(engine.docker("push", name).run().ok().out()).contains("Layer already exists");
    engine.docker("rmi", name).run().ok();
  }

  @Test
  void aRegistryWithoutTlsIsNotSpokenToElsewhere(Scratch scratch) {
    String host = address();
    RegistryServer registry = RegistryServer.plain(scratch, host);
    assertThat(engine.docker("pull", registry.image("box:1")).run().exits(1).err())
        .contains(
            "Get \"https://%s/v2/\": http: server gave HTTP response to HTTPS client"
                .formatted(registry.address()));
  }

  private void awaitInfo(String template, String part) {
    for (int i = 0; i < 100; i++) {
      if (engine.docker("info", "-f", template).run().ok().out().contains(part)) {
        return;
      }
      dev.stevedore.tests.harness.process.Pause.millis(50);
    }
    throw new AssertionError(template + " never had " + part);
  }

  /** An address of this machine that is not loopback: nothing is sent for the question. */
  private static String address() {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(InetAddress.ofLiteral("203.0.113.1"), 9);
      return socket.getLocalAddress().getHostAddress();
    } catch (IOException | java.io.UncheckedIOException e) {
      Assumptions.abort("this machine has no address but loopback: " + e.getMessage());
      return "";
    }
  }
}
