package dev.stevedore.lib.ttrpc.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.Frame;
import dev.stevedore.lib.ttrpc.Request;
import dev.stevedore.lib.ttrpc.TtrpcException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class StreamTest {
  private static final String SERVICE = "test.Streams";
  private static final byte[] NOTHING = {};

  @TempDir private Path directory;
  private final List<Throwable> problems = new CopyOnWriteArrayList<>();
  private TtrpcServer server;
  private TtrpcClient client;

  @BeforeEach
  void connect() throws IOException {
    Path socket = directory.resolve("s");
    server =
        TtrpcServer.start(
            socket,
            new TtrpcServer.Methods(
                Map.of(SERVICE, Request::payload),
                Map.of(
                    SERVICE + "/Echo", StreamTest::echo,
                    SERVICE + "/Count", StreamTest::count,
                    SERVICE + "/Sum", StreamTest::sum,
                    SERVICE + "/Ignore", StreamTest::ignore)),
            problems::add);
    client = TtrpcClient.connect(socket);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
  }

  /** Both sides send. */
  private static Optional<byte[]> echo(Request request, TtrpcStream stream) throws IOException {
    for (Optional<byte[]> next = stream.receive(); next.isPresent(); next = stream.receive()) {
      if (new String(next.get(), StandardCharsets.UTF_8).equals("fail")) {
        throw new TtrpcException(Code.ABORTED, "as you wish");
      }
      stream.send(next.get());
    }
    return Optional.empty();
  }

  /** Only the server sends. */
  private static Optional<byte[]> count(Request request, TtrpcStream stream) throws IOException {
    assertThat(stream.receive()).isEmpty();
    for (byte i = 0; i < request.payload()[0]; i++) {
      stream.send(new byte[] {i});
    }
    return Optional.empty();
  }

  /** Only the client sends, and gets one answer. */
  private static Optional<byte[]> sum(Request request, TtrpcStream stream) throws IOException {
    byte sum = 0;
    for (Optional<byte[]> next = stream.receive(); next.isPresent(); next = stream.receive()) {
      sum += (byte) next.get().length;
    }
    return Optional.of(new byte[] {sum});
  }

  /** Reads nothing until the client goes. */
  private static Optional<byte[]> ignore(Request request, TtrpcStream stream) throws IOException {
    try {
      Thread.sleep(Duration.ofMillis(1500));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    while (stream.receive().isPresent()) {
      Thread.onSpinWait();
    }
    return Optional.empty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void bothSidesSendUntilBothHaveNoMore() throws IOException {
    try (TtrpcStream stream = client.stream(SERVICE, "Echo", NOTHING, true)) {
      for (String text : List.of("a", "", "b")) {
        stream.send(bytes(text));
        assertThat(stream.receive()).hasValue(bytes(text));
      }
      stream.endSending();
      assertThat(stream.receive()).isEmpty();
    }
  }

  @Test
  void aServerSendsAlone() throws IOException {
    try (TtrpcStream stream = client.stream(SERVICE, "Count", new byte[] {100}, false)) {
      List<Integer> got = new ArrayList<>();
      for (Optional<byte[]> next = stream.receive(); next.isPresent(); next = stream.receive()) {
        got.add((int) next.get()[0]);
      }
      assertThat(got).hasSize(100).isSorted();
      assertThatThrownBy(() -> stream.send(NOTHING)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aClientSendsAloneAndGetsOneAnswer() throws IOException {
    try (TtrpcStream stream = client.stream(SERVICE, "Sum", NOTHING, true)) {
      stream.send(new byte[3]);
      stream.send(new byte[4]);
      stream.endSending();
      assertThat(stream.receive()).hasValue(new byte[] {7});
      assertThat(stream.receive()).isEmpty();
    }
  }

  @Test
  void aFailureEndsAStreamAfterWhatCameBefore() throws IOException {
    try (TtrpcStream stream = client.stream(SERVICE, "Echo", NOTHING, true)) {
      stream.send(bytes("a"));
      stream.send(bytes("fail"));
      assertThat(stream.receive()).hasValue(bytes("a"));
      assertThatThrownBy(stream::receive)
          .isInstanceOfSatisfying(
              TtrpcException.class, e -> assertThat(e.code()).isEqualTo(Code.ABORTED))
          .hasMessageContaining("as you wish");
    }
  }

  @Test
  void aLargeMessageFailsAndTheStreamGoesOn() throws IOException {
    try (TtrpcStream stream = client.stream(SERVICE, "Echo", NOTHING, true)) {
      assertThatThrownBy(() -> stream.send(new byte[Frame.MAX_DATA + 1]))
          .isInstanceOfSatisfying(
              TtrpcException.class, e -> assertThat(e.code()).isEqualTo(Code.RESOURCE_EXHAUSTED));
      stream.send(new byte[Frame.MAX_DATA]);
      assertThat(stream.receive().orElseThrow()).hasSize(Frame.MAX_DATA);
    }
  }

  @Test
  void aReaderThatDoesNotReadFailsAloneAndDelaysTheOthersASecondAtMost() throws IOException {
    try (TtrpcStream slow = client.stream(SERVICE, "Ignore", NOTHING, true)) {
      for (int i = 0; i < 100; i++) {
        slow.send(new byte[10_000]);
      }
      long start = System.nanoTime();
      client.call(SERVICE, "Unary", NOTHING, Duration.ofSeconds(20));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      assertThatThrownBy(slow::receive)
          .isInstanceOfSatisfying(
              TtrpcException.class, e -> assertThat(e.code()).isEqualTo(Code.RESOURCE_EXHAUSTED));
    }
  }

  @Test
  void whenTheConnectionGoesStreamsFail() throws IOException {
    try (TtrpcStream stream = client.stream(SERVICE, "Echo", NOTHING, true)) {
      stream.send(bytes("a"));
      assertThat(stream.receive()).isPresent();
      server.close();
      assertThatThrownBy(stream::receive).isInstanceOf(TtrpcClosedException.class);
    }
  }

  /** What the frames are, seen by a client that knows nothing of this library's. */
  @Test
  void framesAreAsTheProtocolHasThem() throws IOException {
    try (FrameChannel raw =
        new FrameChannel(SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("s"))))) {
      raw.send(Frame.request(1, new Request(SERVICE, "Echo", NOTHING, 0), Frame.REMOTE_OPEN));
      raw.send(new Frame(1, Frame.DATA, Frame.REMOTE_CLOSED, bytes("last")));
      Frame first = frame(raw);
      assertThat(first.type()).isEqualTo(Frame.DATA);
      assertThat(first.flags()).isZero();
      assertThat(ByteBuffer.wrap(first.data())).isEqualTo(ByteBuffer.wrap(bytes("last")));
      Frame end = frame(raw);
      assertThat(end.flags()).isEqualTo((byte) (Frame.REMOTE_CLOSED | Frame.NO_DATA));
      raw.send(Frame.data(1, bytes("late")));
      assertThat(frame(raw).type()).isEqualTo(Frame.RESPONSE);
    }
  }

  private static Frame frame(FrameChannel raw) throws IOException {
    return (Frame) Objects.requireNonNull(raw.receive());
  }
}
