package dev.stevedore.dockerd.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DepartedTest {
  private final AtomicLong clock = new AtomicLong();
  private final Departed departed = new Departed(clock::get);

  @Test
  void anEndIsKnownForAWhile() {
    departed.add("a", new Waits.Result(3, ""));
    clock.addAndGet(Departed.KEPT.toNanos());
    assertThat(departed.find("a")).contains(new Waits.Result(3, ""));
    assertThat(departed.find("b")).isEmpty();
    clock.incrementAndGet();
    assertThat(departed.find("a")).isEmpty();
  }

  @Test
  void ofManyTheLastAreKnown() {
    for (int i = 0; i <= Departed.MOST; i++) {
      departed.add("c" + i, new Waits.Result(0, ""));
    }
    assertThat(departed.find("c0")).isEmpty();
    assertThat(departed.find("c1")).isPresent();
    assertThat(departed.find("c" + Departed.MOST)).isPresent();
  }
}
