package dev.stevedore.dockerd.container;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How containers ended that removed themselves a moment ago.
 *
 * <p>Some clients (dockerode's {@code run}) start a container with {@code AutoRemove} and only then
 * wait for it. Docker takes so long to remove one that they mostly come in time; here they would be
 * too late for a program that ends at once.
 */
final class Departed {
  static final Duration KEPT = Duration.ofSeconds(30);
  static final int MOST = 1024;

  private record End(Waits.Result result, long nanos) {}

  private final LongSupplier clock;
  private final Map<String, End> ends = new LinkedHashMap<>();

  /**
   * Remembers none yet.
   *
   * @param clock nanoseconds, from any beginning
   */
  Departed(LongSupplier clock) {
    this.clock = clock;
  }

  synchronized void add(String id, Waits.Result result) {
    forgetOld();
    ends.put(id, new End(result, clock.getAsLong()));
    Iterator<String> eldest = ends.keySet().iterator();
    while (ends.size() > MOST) {
      eldest.next();
      eldest.remove();
    }
  }

  /** How the container with exactly this id ended, if that is not long ago. */
  synchronized Optional<Waits.Result> find(String id) {
    forgetOld();
    return Optional.ofNullable(ends.get(id)).map(End::result);
  }

  private void forgetOld() {
    long now = clock.getAsLong();
    ends.values().removeIf(end -> now - end.nanos > KEPT.toNanos());
  }
}
