package dev.stevedore.tests.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Background;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.process.Signals;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Engine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Packets go on while the daemons are killed, are away, and come back. */
@WholeStack(needs = {"docker", "dig", "nsenter", "ping"})
class RestartTest {
  @Test
  void nothingIsLostWhileDaemonsRestart(Scratch scratch) throws IOException, InterruptedException {
    Engine engine = Engine.start(scratch);
    engine.load(Busybox.archive());
    engine.docker("network", "create", "--subnet", "10.87.2.0/24", "net").run().ok();
    String serve = "nc -l -p 80 -e cat & nc -l -p 81 -e cat & wait";
    run(engine, "echo", "-p", "127.0.0.1::80", "-p", "127.0.0.1::81", "busybox", "sh", "-c", serve);
    run(engine, "other", "busybox", "sleep", "1000");
    Inside other = new Inside(engine, "other");
    try (Background ping = other.command("ping", "-i", "0.02", "10.87.2.10").start();
        EchoStream stream = new EchoStream(port(engine, 80))) {
      Inside echo = new Inside(engine, "echo");
      InetSocketAddress second = port(engine, 81);

      engine.service().kill9();
      Pause.millis(300);
      try (Socket meanwhile = new Socket()) {
        meanwhile.connect(second, 1000);
        meanwhile.getOutputStream().write('x');
        assertThat(meanwhile.getInputStream().read()).as("a port without a daemon").isEqualTo('x');
      }
      engine.service().start();
      assertThat(echo.dig("other")).as("names are there as soon as the daemon is").hasSize(1);

      long containerd = engine.awaitContainerd(-1);
      Signals.send(containerd, "KILL");
      engine.awaitContainerd(containerd);
      assertThat(echo.dig("other")).hasSize(1);

      stream.end();
      assertThat(stream.longestGap()).isLessThan(Duration.ofSeconds(2));
      ping.signal("INT");
      assertThat(ping.await(Duration.ofSeconds(5)).out())
          .contains(" 0% packet loss")
          .doesNotContain("Unreachable");
    }
    engine.docker("rm", "-f", "echo", "other").run().ok();
    engine.docker("network", "rm", "net").run().ok();
  }

  @Test
  void aDefaultNetworkThatNobodyHasChangedIsKnownAgain(Scratch scratch) {
    Engine engine = Engine.start(scratch);
    engine.load(Busybox.archive());
    engine.docker("run", "-d", "--name", "inside", "busybox", "sleep", "1000").run().ok();
    for (int i = 0; i < 3; i++) {
      engine.service().kill9();
      engine.service().start();
    }
    assertThat(engine.service().log()).doesNotContain("default network stays as it is");
    engine.docker("rm", "-f", "inside").run().ok();
  }

  private static void run(Engine engine, String name, String... rest) {
    String address = name.equals("echo") ? "10.87.2.10" : "10.87.2.11";
    String[] words = new String[rest.length + 8];
    String[] first = {"run", "-d", "--name", name, "--network", "net", "--ip", address};
    System.arraycopy(first, 0, words, 0, first.length);
    System.arraycopy(rest, 0, words, first.length, rest.length);
    engine.docker(words).run().ok();
  }

  private static InetSocketAddress port(Engine engine, int port) {
    String published = engine.docker("port", "echo", String.valueOf(port)).run().ok().text();
    int number = Integer.parseInt(published.substring(published.lastIndexOf(':') + 1));
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), number);
  }

  /** A connection on which a line goes there and back all the time. */
  private static final class EchoStream implements AutoCloseable {
    private final Socket socket = new Socket();
    private final Thread thread;
    private volatile boolean over;
    private volatile long longest;
    private volatile String problem = "";

    EchoStream(InetSocketAddress to) throws IOException {
      socket.connect(to, 2000);
      socket.setSoTimeout(5000);
      thread = Thread.ofPlatform().start(this::talk);
    }

    private void talk() {
      try {
        for (int i = 0; !over; i++) {
          byte[] line = ("line " + i + "\n").getBytes(StandardCharsets.UTF_8);
          long start = System.nanoTime();
          socket.getOutputStream().write(line);
          byte[] back = socket.getInputStream().readNBytes(line.length);
          longest = Math.max(longest, System.nanoTime() - start);
          if (!new String(back, StandardCharsets.UTF_8).equals("line " + i + "\n")) {
            problem = "line " + i + " came back as " + new String(back, StandardCharsets.UTF_8);
            return;
          }
          Pause.millis(5);
        }
      } catch (IOException e) {
        problem = String.valueOf(e.getMessage());
      }
    }

    void end() throws InterruptedException {
      over = true;
      thread.join();
      assertThat(problem).isEmpty();
    }

    Duration longestGap() {
      return Duration.ofNanos(longest);
    }

    @Override
    public void close() throws IOException {
      over = true;
      socket.close();
    }
  }
}
