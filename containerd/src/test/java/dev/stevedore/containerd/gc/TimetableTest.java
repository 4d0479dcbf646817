package dev.stevedore.containerd.gc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.containerd.config.GcConfig;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TimetableTest {
  private static final long MS = 1_000_000;

  private static OptionalLong at(long millis) {
    return OptionalLong.of(millis * MS);
  }

  /** One that has collected 100 ms after its start, for 2 ms. */
  private static Timetable running(GcConfig config) {
    Timetable timetable = new Timetable(config, 0);
    timetable.begin();
    timetable.done(100 * MS, Duration.ofMillis(2));
    return timetable;
  }

  @Test
  void theFirstIsSoonAfterTheStart() {
    assertThat(new Timetable(GcConfig.DEFAULT, 0).due()).isEqualTo(at(100));
    assertThat(running(GcConfig.DEFAULT).due()).isEmpty();
  }

  @Test
  void aDeletionIsFollowedAtTheNextTick() {
    Timetable timetable = running(GcConfig.DEFAULT);
    // Short collections count as 5 ms: 5 / 0.02 - 5 = 245 from one to the next.
    timetable.deleted(110 * MS);
    assertThat(timetable.due()).isEqualTo(at(345));
    timetable.deleted(344 * MS);
    assertThat(timetable.due()).isEqualTo(at(345));

    // Ticks at which there was nothing to do have passed.
    timetable = running(GcConfig.DEFAULT);
    timetable.deleted(1000 * MS);
    assertThat(timetable.due()).isEqualTo(at(100 + 4 * 245));
  }

  @Test
  void changesAloneAreFollowedWhenThereAreMany() {
    Timetable timetable = running(GcConfig.DEFAULT);
    for (int i = 0; i < 99; i++) {
      timetable.changed(120 * MS);
    }
    assertThat(timetable.due()).isEmpty();
    timetable.changed(400 * MS);
    assertThat(timetable.due()).isEqualTo(at(590));
  }

  @Test
  void whoAsksAndManyDeletionsDoNotWaitForTheTick() {
    GcConfig config = new GcConfig(0.02, 2, 100, Duration.ofMillis(10), Duration.ofMillis(100));
    Timetable timetable = running(config);
    timetable.deleted(110 * MS);
    assertThat(timetable.due()).isEqualTo(at(345));
    timetable.deleted(120 * MS);
    assertThat(timetable.due()).isEqualTo(at(130));

    timetable = running(GcConfig.DEFAULT);
    timetable.requested(150 * MS);
    assertThat(timetable.due()).isEqualTo(at(150));
  }

  @Test
  void longCollectionsAreRare() {
    Timetable timetable = running(GcConfig.DEFAULT);
    timetable.begin();
    timetable.done(1000 * MS, Duration.ofMillis(398));
    timetable.deleted(1001 * MS);
    // 200 ms on average may be a fiftieth of the time.
    assertThat(timetable.due()).isEqualTo(at(1000 + 9800));
  }

  @Test
  void withoutOneAtTheStartTheFirstDeletionBrings() {
    GcConfig config = new GcConfig(0.02, 0, 100, Duration.ZERO, Duration.ZERO);
    Timetable timetable = new Timetable(config, 0);
    assertThat(timetable.due()).isEmpty();
    timetable.deleted(7 * MS);
    assertThat(timetable.due()).isEqualTo(at(7));
  }

  @Test
  void whatHappensMeanwhileIsForTheNext() {
    Timetable timetable = running(GcConfig.DEFAULT);
    timetable.requested(200 * MS);
    timetable.begin();
    timetable.requested(201 * MS);
    timetable.done(202 * MS, Duration.ofMillis(1));
    assertThat(timetable.due()).isEqualTo(at(202));
    timetable.begin();
    timetable.failed(300 * MS);
    assertThat(timetable.due()).isEmpty();
  }
}
