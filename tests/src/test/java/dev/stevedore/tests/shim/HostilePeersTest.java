package dev.stevedore.tests.shim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.scratch.Scratch;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client may do to a shim that also has containerd to serve. */
@Timeout(30)
@WholeStack(needs = {"containerd", "ctr", "runc"})
class HostilePeersTest {
  private static final long MILLISECOND = 1_000_000;
  private static Tasks tasks;

  @BeforeAll
  static void start(Scratch scratch) {
    tasks = Tasks.start(scratch);
  }

  @BeforeEach
  void run() {
    tasks.run(List.of("-d", "--null-io"), "t", "sleep", "1000").run().ok();
  }

  @AfterEach
  void theTaskIsUsableStill() {
    assertThat(tasks.exec("t", "e", "echo", "fine").run().ok().out()).isEqualTo("fine\n");
    tasks.remove("t");
  }

  private static ShimConnection connect() throws IOException {
    return ShimConnection.open(tasks.bundle("t"));
  }

  @Test
  void aCallEndsWithItsTime() throws IOException {
    try (ShimConnection client = connect()) {
      Instant before = Instant.now();
      int wait = client.send("Wait", "t", 300 * MILLISECOND);
      int state = client.send("State", "t", 300 * MILLISECOND);

      assertThat(client.receive().stream()).isEqualTo(state);
      ShimConnection.Answer late = client.receive();
      assertThat(late.stream()).isEqualTo(wait);
      assertThat(late.text()).contains("context deadline exceeded");
      assertThat(Duration.between(before, Instant.now()))
          .isBetween(Duration.ofMillis(290), Duration.ofSeconds(3));
    }
  }

  @Test
  void waitsOfClosedConnectionsAreForgotten() throws IOException {
    for (int i = 0; i < 40; i++) {
      try (ShimConnection client = connect()) {
        for (int j = 0; j < 2000; j++) {
          client.send("Wait", "t", 0);
        }
        int last = client.send("State", "t", 0);
        assertThat(client.receive().stream()).isEqualTo(last);
      }
    }
    assertThat(tasks.shimKilobytes("t")).isLessThan(4096);
  }

  @Test
  void callsAtOnceHaveALimit() throws IOException {
    try (ShimConnection client = connect()) {
      for (int i = 0; i < 2049; i++) {
        client.send("Wait", "t", 0);
      }
      assertThat(client.receive().text()).contains("more than 2048 calls at once");
    }
  }

  @Test
  void whoDoesNotReadIsNotReadFrom() throws IOException, InterruptedException {
    try (ShimConnection client = connect()) {
      assertThat(client.flood("State", "t", 200_000)).isLessThan(200_000);
      assertThat(tasks.shimKilobytes("t")).isLessThan(8192);
    }
  }
}
