package dev.stevedore.lib.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ParallelTest {
  @Test
  void eachIsDoneAndNeverMoreThanAllowedAtOnce() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Integer> things = IntStream.range(0, 20).boxed().toList();
    try (Parallel<Integer, Integer> all =
        Parallel.start(
            things,
            3,
            thing -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              Thread.sleep(5);
              now.decrementAndGet();
              return thing * 2;
            })) {
      all.await();
      assertThat(all.await(7)).isEqualTo(14);
    }
    assertThat(most).hasValueBetween(2, 3);
  }

  @Test
  void theFirstFailureEndsAllAndIsTheOneThatIsTold() {
    CountDownLatch interrupted = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    assertThatThrownBy(
            () -> {
              try (Parallel<String, String> all =
                  Parallel.start(
                      List.of("slow", "fails", "never"),
                      2,
                      thing -> {
                        if (thing.equals("fails")) {
                          begun.await();
                          throw new IOException("this one");
                        }
                        try {
                          begun.countDown();
                          Thread.sleep(60_000);
                        } catch (InterruptedException e) {
                          interrupted.countDown();
                          throw e;
                        }
                        return thing;
                      })) {
                all.await();
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage("this one");
    assertThat(interrupted.getCount()).isZero();
  }
}
