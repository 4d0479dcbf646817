package dev.stevedore.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.tests.harness.grpc.GrpcClient;
import dev.stevedore.tests.harness.grpc.Proto;
import dev.stevedore.tests.harness.grpc.RawHttp2;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Containerd;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What clients may do to containerd's socket that it also serves others on: its memory stays
 * bounded, and the others are served.
 */
@Timeout(60)
@WholeStack(needs = {"ctr"})
class HostileClientsTest {
  private static final String VERSION = "containerd.services.version.v1.Version/Version";
  private static final String SUBSCRIBE = "containerd.services.events.v1.Events/Subscribe";
  private static final String PUBLISH = "containerd.services.events.v1.Events/Publish";
  private static final String READ = "containerd.services.content.v1.Content/Read";

  private static final int MIB = 1 << 20;

  /** Its heap may have 256 MiB, what comes from sockets as much; the JVM itself is on top. */
  private static final long MAX_RESIDENT = 640L * MIB;

  private static Containerd containerd;

  @BeforeAll
  static void start(Scratch scratch) {
    containerd = Containerd.ours(scratch);
  }

  @AfterEach
  void othersAreServedAndMemoryIsBounded() throws IOException {
    assertThat(containerd.ctr("version").timeout(Duration.ofSeconds(5)).run().ok().out())
        .contains("Server:");
    assertThat(residentAtMost()).isLessThan(MAX_RESIDENT);
  }

  private static long residentAtMost() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + containerd.service().pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .sum();
  }

  private static GrpcClient client() {
    return new GrpcClient(containerd.socket());
  }

  private static RawHttp2 raw() {
    return new RawHttp2(containerd.socket());
  }

  private static byte[] event(int bytes) {
    return new Proto()
        .text(1, "/tests/hostile")
        .bytes(2, Proto.any("test", new byte[bytes]))
        .build();
  }

  @Test
  void aMessageOfMoreThan16MibIsRefusedAndTheConnectionGoesOn() {
    try (GrpcClient client = client()) {
      assertThatThrownBy(() -> client.call(PUBLISH, event(17 * MIB)))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
      client.call(PUBLISH, event(15 * MIB));
      assertThat(client.call(VERSION, new byte[0])).isNotEmpty();
    }
  }

  @Test
  void aThousandConnectionsThatSayNothingOrNonsense() {
    byte[][] beginnings = {
      {},
      "PRI * HTTP/2.0\r\n".getBytes(StandardCharsets.US_ASCII),
      "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
      {0, 0, 4, 1, 4, 0, 0, 0, 1, 1, 2, 3},
    };
    List<RawHttp2> all = new ArrayList<>();
    try {
      for (int i = 0; i < 1000; i++) {
        RawHttp2 connection = raw();
        all.add(connection);
        if (i % 2 == 0) {
          connection.send(beginnings[i / 2 % beginnings.length]);
        } else {
          // A call whose request never comes.
          connection.begin().call(1, VERSION);
        }
      }
      assertThat(containerd.ctr("version").timeout(Duration.ofSeconds(10)).run().exit()).isZero();
    } finally {
      all.forEach(RawHttp2::close);
    }
  }

  /**
   * What our dockerd does when a user interrupts {@code docker wait}, with all else on one
   * connection.
   */
  @Test
  void aCallThatIsGivenUpEndsNoOther() {
    try (GrpcClient client = client()) {
      Iterator<byte[]> events = client.stream(SUBSCRIBE, new byte[0]);
      for (int i = 0; i < 300; i++) {
        client
            .begin(SUBSCRIBE, new byte[0], new ClientCall.Listener<>() {})
            .cancel("given up", null);
      }
      // Whoever subscribes is subscribed some time later.
      Pause.millis(200);
      client.call(PUBLISH, event(10));
      assertThat(new String(events.next(), StandardCharsets.UTF_8)).contains("/tests/hostile");
    }
  }

  @Test
  void aSlowReaderOfEventsIsCutOff() throws Exception {
    try (GrpcClient slow = client();
        GrpcClient publisher = client()) {
      CompletableFuture<Status> end = new CompletableFuture<>();
      Semaphore read = new Semaphore(0);
      ClientCall<byte[], byte[]> call =
          slow.begin(
              SUBSCRIBE,
              new byte[0],
              new ClientCall.Listener<>() {
                @Override
                public void onMessage(byte[] message) {
                  read.release();
                }

                @Override
                public void onClose(Status status, Metadata trailers) {
                  end.complete(status);
                }
              });
      call.request(1);
      publisher.call(PUBLISH, event(10));
      while (!read.tryAcquire(50, TimeUnit.MILLISECONDS)) {
        publisher.call(PUBLISH, event(10));
      }
      for (int i = 0; i < 600; i++) {
        publisher.call(PUBLISH, event(MIB / 2));
      }
      call.request(100_000);

      Status status = end.get(20, TimeUnit.SECONDS);
      assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(status.getDescription()).contains("events");
      assertThat(read.availablePermits()).isPositive().isLessThan(100);
    }
  }

  @Test
  void blobsThatAreAskedForAndNotReadStayOnTheDisk(Scratch scratch) {
    Path zeros = scratch.resolve("zeros");
    Command.of("truncate", "-s", "200M", zeros.toString()).run().ok();
    String digest =
        "sha256:" + Command.shell("sha256sum < " + zeros).run().ok().out().split(" ")[0];
    Command.shell(
            String.join(" ", containerd.ctr("content", "ingest", "zeros").argv()) + " < " + zeros)
        .run()
        .ok();
    List<RawHttp2> readers = new ArrayList<>();
    try {
      for (int i = 0; i < 10; i++) {
        RawHttp2 reader = raw().begin();
        readers.add(reader);
        for (int stream = 1; stream < 20; stream += 2) {
          reader.call(stream, READ);
          reader.request(stream, new Proto().text(1, digest).build());
        }
      }
      Pause.millis(2000);
      assertThat(containerd.ctr("version").timeout(Duration.ofSeconds(5)).run().exit()).isZero();
    } finally {
      readers.forEach(RawHttp2::close);
    }
  }

  @Test
  void messagesThatBeginAndDoNotEnd() {
    byte[] part = new byte[200_000];
    List<RawHttp2> senders = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        RawHttp2 sender = raw().begin();
        senders.add(sender);
        try {
          for (int call = 0; call < 100; call++) {
            int stream = 2 * call + 1;
            sender.call(stream, PUBLISH);
            sender.begun(stream, 16 * MIB - 10, part, part.length);
          }
        } catch (UncheckedIOException e) {
          // It sends more than the server's windows allow: if that is seen in time, it is cut off.
          assertThat(e).hasMessageMatching(".*(Connection reset by peer|Broken pipe)");
        }
      }
      Pause.millis(500);
      assertThat(containerd.ctr("version").timeout(Duration.ofSeconds(5)).run().exit()).isZero();
    } finally {
      senders.forEach(RawHttp2::close);
    }
  }
}
