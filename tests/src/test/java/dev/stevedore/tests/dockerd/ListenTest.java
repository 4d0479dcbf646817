package dev.stevedore.tests.dockerd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Background;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Engine;
import dev.stevedore.tests.harness.stack.Programs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Where the daemon listens, and who gets in. */
@WholeStack(needs = {"docker", "curl", "openssl", "python3"})
class ListenTest {
  private static final String CA =
      "openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=ca";
  private static final String SIGN =
      """
      openssl req -newkey rsa:2048 -nodes -keyout %1$s.key -out %1$s.csr -subj /CN=%1$s &&
      printf 'subjectAltName=IP:127.0.0.1\\nextendedKeyUsage=serverAuth,clientAuth' > %1$s.ext &&
      openssl x509 -req -in %1$s.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out %1$s.pem -days 2 -extfile %1$s.ext
      """;

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void theUnixSocketIsForRootAndItsGroup(Scratch scratch) throws IOException {
    Engine engine = Engine.start(scratch, "--group=daemon");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(engine.socket())))
        .isEqualTo("rw-rw----");
    assertThat(Files.getAttribute(engine.socket(), "posix:group")).hasToString("daemon");
  }

  @Test
  void withTlsVerifyOnlyAClientWithACertificateGetsIn(Scratch scratch) throws IOException {
    Path tls = scratch.directory("tls");
    Command.shell(CA).in(tls).run().ok();
    Command.shell(SIGN.formatted("server")).in(tls).run().ok();
    Command.shell(SIGN.formatted("client")).in(tls).run().ok();
    String host = "tcp://127.0.0.1:" + freePort();
    Engine.start(
        scratch,
        "-H",
        host,
        "--tlsverify",
        "--tlscacert=" + tls.resolve("ca.pem"),
        "--tlscert=" + tls.resolve("server.pem"),
        "--tlskey=" + tls.resolve("server.key"));
    String ca = "--tlscacert=" + tls.resolve("ca.pem");
    Result known =
        Command.of(
                Programs.docker(),
                "-H",
                host,
                "--tlsverify",
                ca,
                "--tlscert=" + tls.resolve("client.pem"),
                "--tlskey=" + tls.resolve("client.key"),
                "version",
                "-f",
                "{{.Server.Os}}")
            .run();
    assertThat(known.ok().text()).isEqualTo("linux");
    Result unknown = Command.of(Programs.docker(), "-H", host, "--tls", ca, "ps").run();
    assertThat(unknown.exit()).isNotZero();
    assertThat(unknown.err()).contains("certificate required");
    Result plain =
        Command.of("curl", "-s", "--max-time", "5", host.replace("tcp:", "http:") + "/_ping").run();
    assertThat(plain.exit()).isNotZero();
    assertThat(plain.out()).doesNotContain("OK");
  }

  /** Does what systemd does for a socket unit: listens, and passes the socket as descriptor 3. */
  private static final String ACTIVATE =
      """
      import os, socket, sys
      s = socket.socket(socket.AF_UNIX)
      s.bind(sys.argv[1])
      s.listen(5)
      os.dup2(s.fileno(), 3)
      os.set_inheritable(3, True)
      env = dict(os.environ, LISTEN_FDS="1", LISTEN_PID=str(os.getpid()), NOTIFY_SOCKET=sys.argv[2])
      os.execve(sys.argv[3], sys.argv[3:], env)
      """;

  /** Prints what is sent to systemd's socket. */
  private static final String NOTIFIED =
      """
      import socket, sys
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind(sys.argv[1])
      while True:
          print(s.recv(100).decode(), flush=True)
      """;

  @Test
  void servesASocketOfSystemdsAndTellsHowItIs(Scratch scratch) {
    Path dir = scratch.directory("activated");
    Path socket = dir.resolve("s");
    Path notify = dir.resolve("notify");
    try (Background systemd =
        Command.of("python3", "-c", NOTIFIED, notify.toString())
            .timeout(Duration.ofSeconds(60))
            .start()) {
      Awaitility.await().until(() -> Files.exists(notify));
      try (Background daemon =
          Command.of(
                  "python3",
                  "-c",
                  ACTIVATE,
                  socket.toString(),
                  notify.toString(),
                  Programs.stevedored().toString(),
                  "-H",
                  "fd://",
                  "--config-file=" + scratch.write(dir.resolve("daemon.json"), "{}"),
                  "--data-root=" + dir.resolve("data"),
                  "--exec-root=" + dir.resolve("exec"))
              .env("PATH", Programs.searchPath())
              .timeout(Duration.ofSeconds(60))
              .start()) {
        systemd.awaitOut("READY=1");
        Result images = Command.of(Programs.docker(), "-H", "unix://" + socket, "images").run();
        images.ok();
        daemon.signal("TERM");
        systemd.awaitOut("STOPPING=1");
        daemon.await(Duration.ofSeconds(30)).ok();
      }
    }
  }

  @Test
  void withoutSystemdAnFdIsAnError(Scratch scratch) {
    Path dir = scratch.directory("none");
    Result result =
        Command.of(
                Programs.stevedored(),
                "-H",
                "fd://",
                "--config-file=" + scratch.write(dir.resolve("daemon.json"), "{}"),
                "--data-root=" + dir.resolve("data"),
                "--exec-root=" + dir.resolve("exec"))
            .run();
    assertThat(result.exit()).isNotZero();
    assertThat(result.err()).contains("no sockets found via socket activation");
  }
}
