package dev.stevedore.dockerd.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.dockerd.container.Health;
import dev.stevedore.dockerd.container.State;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DetachKeysTest {
  private static DetachKeys.Passed look(DetachKeys keys, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return keys.look(bytes, bytes.length);
  }

  private static String text(DetachKeys.Passed passed) {
    return new String(passed.bytes(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void theKeysDetachAlsoInTwoReads() {
    DetachKeys keys = new DetachKeys("");
    DetachKeys.Passed first = look(keys, "ls\n\u0010");
    assertThat(text(first)).isEqualTo("ls\n");
    assertThat(first.detached()).isFalse();
    assertThat(look(keys, "\u0011").detached()).isTrue();
  }

  @Test
  void halfASequenceIsPassedOn() {
    DetachKeys keys = new DetachKeys("ctrl-p,ctrl-q");
    look(keys, "\u0010");
    assertThat(text(look(keys, "x"))).isEqualTo("\u0010x");
    look(keys, "\u0010");
    assertThat(look(keys, "\u0010\u0011").detached()).isTrue();
  }

  @Test
  void otherKeysCanBeChosenAndNonsenseIsRefused() {
    assertThat(look(new DetachKeys("a,ctrl-["), "a\u001b").detached()).isTrue();
    assertThatThrownBy(() -> new DetachKeys("ctrl-p,foo"))
        .hasMessage("Invalid detach keys (ctrl-p,foo) provided");
  }

  @Test
  void statusesReadAsInDocker() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    assertThat(StatusText.of(State.NEW, Optional.empty(), now)).isEqualTo("Created");
    State running = State.NEW.started(1, now.minusSeconds(90));
    assertThat(StatusText.of(running, Optional.empty(), now)).isEqualTo("Up About a minute");
    Health health = Health.UNKNOWN.begun(now);
    assertThat(StatusText.of(running, Optional.of(health), now))
        .isEqualTo("Up About a minute (health: starting)");
    assertThat(StatusText.of(running, Optional.of(health.stopped()), now))
        .isEqualTo("Up About a minute (unhealthy)");
  }
}
