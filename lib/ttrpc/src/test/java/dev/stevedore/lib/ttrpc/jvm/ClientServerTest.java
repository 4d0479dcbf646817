package dev.stevedore.lib.ttrpc.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.Frame;
import dev.stevedore.lib.ttrpc.Metadata;
import dev.stevedore.lib.ttrpc.Request;
import dev.stevedore.lib.ttrpc.TtrpcException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
final class ClientServerTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir private Path directory;
  private final CountDownLatch release = new CountDownLatch(1);
  private final List<Throwable> problems = new CopyOnWriteArrayList<>();
  private TtrpcServer server;
  private TtrpcClient client;

  @BeforeEach
  void connect() throws IOException {
    Path socket = directory.resolve("s");
    server =
        TtrpcServer.start(
            socket,
            new TtrpcServer.Methods(Map.of("test.Echo", this::serve), Map.of()),
            problems::add);
    client = TtrpcClient.connect(socket);
  }

  @AfterEach
  void close() throws IOException {
    release.countDown();
    client.close();
    server.close();
  }

  @Test
  void manyCallsAtOnceEachGetTheirOwnAnswer() throws Exception {
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<byte[]>> answers = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        byte[] payload = ("call " + i).getBytes(StandardCharsets.UTF_8);
        answers.add(pool.submit(() -> client.call("test.Echo", "Echo", payload, LIMIT)));
      }
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).asString().isEqualTo("call " + i);
      }
    }
  }

  @Test
  void aCallThatWaitsDoesNotHoldUpOthers() throws Exception {
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<byte[]> waiting =
          pool.submit(() -> client.call("test.Echo", "Wait", new byte[] {1}, Duration.ZERO));
      assertThat(client.call("test.Echo", "Echo", new byte[] {2}, LIMIT)).containsExactly(2);
      assertThat(waiting.isDone()).isFalse();
      release.countDown();
      assertThat(waiting.get(10, TimeUnit.SECONDS)).containsExactly(1);
    }
  }

  @Test
  void errorsKeepTheirCode() {
    assertFails("test.Echo", "Fail", Code.NOT_FOUND, "no such thing");
    assertFails("test.Echo", "Bug", Code.INTERNAL, "a bug");
    assertFails("test.Other", "Echo", Code.UNIMPLEMENTED, "service test.Other");
    assertThat(problems).singleElement().isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aCallIsGivenUpAtItsLimit() {
    assertThatThrownBy(() -> client.call("test.Echo", "Wait", new byte[0], Duration.ofMillis(20)))
        .isInstanceOfSatisfying(
            TtrpcException.class, e -> assertThat(e.code()).isEqualTo(Code.DEADLINE_EXCEEDED));
  }

  @Test
  void tooLargeARequestFailsAloneAndTheConnectionLives() throws IOException {
    assertThatThrownBy(() -> client.call("test.Echo", "Echo", new byte[Frame.MAX_DATA], LIMIT))
        .isInstanceOfSatisfying(
            TtrpcException.class, e -> assertThat(e.code()).isEqualTo(Code.RESOURCE_EXHAUSTED));
    assertThat(client.call("test.Echo", "Echo", new byte[] {2}, LIMIT)).containsExactly(2);
  }

  @Test
  void whenTheServerGoesCallsFailAndTheClientSaysSo() throws Exception {
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<byte[]> waiting =
          pool.submit(() -> client.call("test.Echo", "Wait", new byte[0], Duration.ZERO));
      assertThat(client.call("test.Echo", "Echo", new byte[] {2}, LIMIT)).containsExactly(2);
      server.close();
      assertThatThrownBy(waiting::get).hasCauseInstanceOf(TtrpcClosedException.class);
      client.closed().get(10, TimeUnit.SECONDS);
      assertThatThrownBy(() -> client.call("test.Echo", "Echo", new byte[0], LIMIT))
          .isInstanceOf(TtrpcClosedException.class);
    }
  }

  @Test
  void metadataGoWithEachCall() throws IOException {
    Metadata said = new Metadata(List.of(new Metadata.Pair("a", "1"), new Metadata.Pair("a", "")));
    try (TtrpcClient other = TtrpcClient.connect(directory.resolve("s"), said)) {
      assertThat(other.call("test.Echo", "Metadata", new byte[0], LIMIT))
          .asString()
          .isEqualTo("[1, ]");
    }
  }

  @Test
  void anAnswerTooLargeToBeSentFailsItsCallOnly() throws IOException {
    assertFails("test.Echo", "Large", Code.RESOURCE_EXHAUSTED, "exceed maximum message size");
    assertThat(client.call("test.Echo", "Echo", new byte[] {2}, LIMIT)).containsExactly(2);
  }

  private byte[] serve(Request request) {
    byte[] payload = request.payload();
    return switch (request.method()) {
      case "Metadata" -> request.metadata().values("a").toString().getBytes(StandardCharsets.UTF_8);
      case "Large" -> new byte[Frame.MAX_DATA];
      case "Echo" -> payload;
      case "Wait" -> {
        try {
          release.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        yield payload;
      }
      case "Fail" -> throw new TtrpcException(Code.NOT_FOUND, "no such thing");
      case "Bug" -> throw new IllegalStateException("a bug");
      default -> throw new TtrpcException(Code.UNIMPLEMENTED, request.method());
    };
  }

  private void assertFails(String service, String method, Code code, String message) {
    assertThatThrownBy(() -> client.call(service, method, new byte[0], LIMIT))
        .isInstanceOfSatisfying(TtrpcException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }
}
