package dev.stevedore.runc.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.lib.oci.runtime.Scheduler;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchedulerChecksTest {
  private static void check(long runtime, long deadline, long period) {
    SchedulerChecks.check(
        new Scheduler("SCHED_DEADLINE", 0, 0, List.of(), runtime, deadline, period));
  }

  @Test
  void runtimeFitsIntoDeadlineIntoPeriod() {
    assertThatCode(() -> check(10_000, 20_000, 0)).doesNotThrowAnyException();
    assertThatCode(() -> check(10_000, 20_000, 20_000)).doesNotThrowAnyException();
    assertThatThrownBy(() -> check(30_000, 20_000, 0)).hasMessageContaining("<= deadline");
    assertThatThrownBy(() -> check(10_000, 20_000, 15_000)).hasMessageContaining("<= period");
  }

  @Test
  void whatIsMissingOrTooSmallIsNamed() {
    assertThatThrownBy(() -> check(0, 20_000, 0)).hasMessageContaining("requires `runtime`");
    assertThatThrownBy(() -> check(10_000, 0, 0)).hasMessageContaining("requires `deadline`");
    assertThatThrownBy(() -> check(1023, 20_000, 0)).hasMessageContaining("between 1024");
    assertThatThrownBy(() -> check(-1, 20_000, 0)).hasMessageContaining("between 1024");
  }

  @Test
  void otherPoliciesHaveNoDeadlines() {
    assertThatCode(
            () -> SchedulerChecks.check(new Scheduler("SCHED_FIFO", 0, 1, List.of(), 0, 0, 0)))
        .doesNotThrowAnyException();
  }
}
