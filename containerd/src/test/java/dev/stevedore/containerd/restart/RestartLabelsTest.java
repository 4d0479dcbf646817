package dev.stevedore.containerd.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.containerd.restart.RestartLabels.Deed;
import dev.stevedore.lib.containerdapi.task.Status;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartLabelsTest {
  private static RestartLabels labels(String... namesAndValues) {
    Map<String, String> labels = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      labels.put("containerd.io/restart." + namesAndValues[i], namesAndValues[i + 1]);
    }
    return new RestartLabels(labels);
  }

  @ParameterizedTest
  @CsvSource({
    "running, RUNNING, NOTHING",
    "running, STOPPED, START",
    "running, CREATED, START",
    "running, PAUSED, NOTHING",
    "running, PAUSING, NOTHING",
    "running, , START",
    "stopped, STOPPED, NOTHING",
    "stopped, RUNNING, STOP",
    "stopped, , NOTHING",
    "else, RUNNING, NOTHING",
  })
  void whatIsNotAsItShouldBeIsSetRight(String wanted, Status now, Deed deed) {
    assertThat(labels("status", wanted).deed(Optional.ofNullable(now), 0)).isEqualTo(deed);
  }

  @ParameterizedTest
  @CsvSource({
    "always, '', '', 0, START",
    "no, '', '', 1, NOTHING",
    "on-failure, '', '', 0, NOTHING",
    "on-failure, 7, '', 1, START",
    "on-failure:3, 2, '', 1, START",
    "on-failure:3, 3, '', 1, NOTHING",
    "on-failure:3, '', '', 1, START",
    "unless-stopped, '', '', 0, START",
    "unless-stopped, '', true, 0, NOTHING",
    "unless-stopped, '', false, 0, START",
  })
  void thePolicyDecides(String policy, String count, String stopped, int exit, Deed deed) {
    RestartLabels labels =
        labels(
            "status", "running",
            "policy", policy,
            "count", count,
            "explicitly-stopped", stopped);
    assertThat(labels.deed(Optional.of(Status.STOPPED), exit)).isEqualTo(deed);
  }

  @Test
  void whatIsNotKnownIsAnError() {
    assertThatThrownBy(
            () -> labels("status", "running", "policy", "often").deed(Optional.empty(), 0))
        .hasMessage("restart policy \"often\" not supported");
    assertThatThrownBy(
            () -> labels("status", "running", "policy", "always:3").deed(Optional.empty(), 0))
        .hasMessage("restart policy \"always\" not support max retry count");
    assertThat(labels("count", "x").count()).isZero();
  }
}
