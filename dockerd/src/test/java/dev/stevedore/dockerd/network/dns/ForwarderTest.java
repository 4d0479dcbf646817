package dev.stevedore.dockerd.network.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.lib.linux.netns.InThread;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** With servers on the loopback that answer, fail, lie, or say nothing. */
class ForwarderTest {
  private final List<DatagramSocket> servers = new ArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();

  private record From(Upstream upstream) implements Names {
    @Override
    public Optional<List<InetAddress>> addresses(String name, boolean v6) {
      return Optional.empty();
    }

    @Override
    public Optional<String> name(InetAddress address) {
      return Optional.empty();
    }

    @Override
    public <T> T inside(InThread.Work<T> work) throws IOException {
      throw new IOException("the container is gone");
    }
  }

  /** A server that answers what the function makes of a question; an empty array is silence. */
  private Upstream.Server server(UnaryOperator<byte[]> answer) throws IOException {
    DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    servers.add(socket);
    Thread.ofVirtual()
        .start(
            () -> {
              DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
              while (!socket.isClosed()) {
                try {
                  packet.setLength(4096);
                  socket.receive(packet);
                  asked.incrementAndGet();
                  byte[] bytes = answer.apply(Arrays.copyOf(packet.getData(), packet.getLength()));
                  if (bytes.length > 0) {
                    socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
                  }
                } catch (IOException e) {
                  return;
                }
              }
            });
    return new Upstream.Server(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort()), false);
  }

  @AfterEach
  void close() {
    servers.forEach(DatagramSocket::close);
  }

  private static Forwarder forwarder(boolean keepsPlain, Upstream.Server... servers) {
    return new Forwarder(
        new From(new Upstream(List.of(servers), keepsPlain)),
        InThread.Work::call,
        new Semaphore(100));
  }

  private static Message ask(Forwarder forwarder, String name) {
    return Messages.read(forwarder.forward(Messages.query(Messages.question(name, Type.A)), false));
  }

  private static byte[] code(byte[] question, int code) {
    Message message = Messages.read(question);
    message.getHeader().setFlag(Flags.QR);
    message.getHeader().setRcode(code);
    return message.toWire();
  }

  @Test
  void theNextServerIsAskedWhenOneFailsRefusesOrIsNotThere() throws IOException {
    Upstream.Server gone = server(q -> q);
    servers.getFirst().close();
    Upstream.Server failing = server(q -> code(q, Rcode.SERVFAIL));
    Upstream.Server refusing = server(q -> code(q, Rcode.REFUSED));
    Upstream.Server good = server(q -> Messages.answer(q, "192.0.2.9"));
    for (Upstream.Server first : List.of(gone, failing, refusing)) {
      assertThat(Messages.data(ask(forwarder(false, first, good), "example.org")))
          .containsExactly("192.0.2.9");
    }
    assertThat(ask(forwarder(false, failing, refusing), "example.org").getRcode())
        .isEqualTo(Rcode.SERVFAIL);
    assertThat(ask(forwarder(false), "example.org").getRcode()).isEqualTo(Rcode.SERVFAIL);
    Upstream.Server inside = new Upstream.Server(good.address(), true);
    assertThat(ask(forwarder(false, inside), "example.org").getRcode()).isEqualTo(Rcode.SERVFAIL);
  }

  @Test
  void noSuchNameIsAnAnswer() throws IOException {
    Upstream.Server none = server(q -> code(q, Rcode.NXDOMAIN));
    Upstream.Server good = server(q -> Messages.answer(q, "192.0.2.9"));
    assertThat(ask(forwarder(false, none, good), "example.org").getRcode())
        .isEqualTo(Rcode.NXDOMAIN);
  }

  @Test
  void aSilentServerCostsASecondOnce() throws IOException {
    Upstream.Server silent = server(q -> new byte[0]);
    Upstream.Server good = server(q -> Messages.answer(q, "192.0.2.9"));
    Forwarder forwarder = forwarder(false, silent, good);
    long start = System.nanoTime();
    assertThat(Messages.data(ask(forwarder, "example.org"))).containsExactly("192.0.2.9");
    Duration first = Duration.ofNanos(System.nanoTime() - start);
    assertThat(first).isBetween(Duration.ofMillis(900), Duration.ofMillis(2500));
    start = System.nanoTime();
    assertThat(Messages.data(ask(forwarder, "example.org"))).containsExactly("192.0.2.9");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(800));
  }

  @Test
  void answersToOtherQuestionsAreNotTaken() throws IOException {
    Upstream.Server liar =
        server(
            q -> {
              byte[] other = Messages.answer(Messages.question("evil", Type.A).toWire(), "6.6.6.6");
              other[0] = q[0];
              other[1] = q[1];
              return other;
            });
    Upstream.Server good = server(q -> Messages.answer(q, "192.0.2.9"));
    assertThat(Messages.data(ask(forwarder(false, liar, good), "example.org")))
        .containsExactly("192.0.2.9");
  }

  @Test
  void namesWithoutADotStayHereWhereTheResolverHasSearchDomains() throws IOException {
    Upstream.Server good = server(q -> Messages.answer(q, "192.0.2.9"));
    Message kept = ask(forwarder(true, good), "plain");
    assertThat(kept.getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(Messages.data(kept)).isEmpty();
    assertThat(asked).hasValue(0);
    assertThat(Messages.data(ask(forwarder(true, good), "not.plain"))).isNotEmpty();
    assertThat(Messages.data(ask(forwarder(false, good), "plain"))).isNotEmpty();
  }

  @Test
  void tooManyAtOnceAreDropped() throws IOException {
    Upstream.Server silent = server(q -> new byte[0]);
    Forwarder forwarder = forwarder(false, silent);
    Query query = Messages.query(Messages.question("example.org", Type.A));
    int taken = 0;
    for (int i = 0; i < 5000; i++) {
      if (forwarder.begin(query, _ -> {})) {
        taken++;
      }
    }
    assertThat(taken).isBetween(4096, 4200);
  }
}
