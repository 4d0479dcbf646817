package dev.stevedore.shim.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

final class EventQueueTest {
  @Test
  void anEventThatCouldNotBeSentIsTheNextAgain() {
    EventQueue queue = new EventQueue(10);
    queue.add(new byte[] {1});
    queue.add(new byte[] {2});

    byte[] first = Objects.requireNonNull(queue.poll());
    assertThat(first).containsExactly(1);
    queue.putBack(first);

    assertThat(queue.poll()).containsExactly(1);
    assertThat(queue.poll()).containsExactly(2);
    assertThat(queue.poll()).isNull();
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void whenThereAreTooManyTheOldestGo() {
    EventQueue queue = new EventQueue(2);
    for (byte i = 1; i <= 5; i++) {
      queue.add(new byte[] {i});
    }

    assertThat(queue.dropped()).isEqualTo(3);
    assertThat(queue.poll()).containsExactly(4);
    assertThat(queue.poll()).containsExactly(5);
  }

  @Test
  void waitsGetLongerUpToALimit() {
    Backoff backoff = new Backoff();

    assertThat(backoff.nextMillis()).isEqualTo(50);
    assertThat(backoff.nextMillis()).isEqualTo(100);
    for (int i = 0; i < 20; i++) {
      backoff.nextMillis();
    }
    assertThat(backoff.nextMillis()).isEqualTo(5_000);
    backoff.reset();
    assertThat(backoff.nextMillis()).isEqualTo(50);
  }
}
