package dev.stevedore.dockerd.container;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the containers that their policies want running when the daemon starts, all at once; but
 * one that has links to others after those.
 */
final class PolicyStarts {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyStarts.class);

  /** How long a container waits for one that it has a link to. */
  private static final Duration FOR_LINKED = Duration.ofSeconds(5);

  /** How long clients wait for all of them. */
  private static final Duration FOR_ALL = Duration.ofSeconds(10);

  private final Map<Container, CompletableFuture<Boolean>> starts = new LinkedHashMap<>();
  private final Lifecycle lifecycle;

  PolicyStarts(List<Container> containers, Lifecycle lifecycle) {
    containers.forEach(container -> starts.put(container, new CompletableFuture<>()));
    this.lifecycle = lifecycle;
  }

  /** Starts them, and returns when they run or have failed; or when that takes too long. */
  void run() throws InterruptedException {
    starts.forEach(
        (container, done) ->
            Thread.ofVirtual()
                .name("start " + container.id())
                .start(
                    () -> {
                      try {
                        awaitLinked(container);
                        lifecycle.startByPolicy(container);
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      } finally {
                        done.complete(true);
                      }
                    }));
    long end = System.nanoTime() + FOR_ALL.toNanos();
    for (CompletableFuture<Boolean> done : starts.values()) {
      if (!await(done, Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
        LOG.warn("containers are still starting");
        return;
      }
    }
  }

  private void awaitLinked(Container container) throws InterruptedException {
    for (String id : OldLinks.targets(container)) {
      Optional<CompletableFuture<Boolean>> other =
          starts.entrySet().stream()
              .filter(start -> start.getKey().id().equals(id) && start.getKey() != container)
              .map(Map.Entry::getValue)
              .findFirst();
      if (other.isPresent()) {
        await(other.get(), FOR_LINKED);
      }
    }
  }

  private static boolean await(CompletableFuture<Boolean> done, Duration limit)
      throws InterruptedException {
    try {
      return done.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("starts never fail here", e);
    }
  }
}
