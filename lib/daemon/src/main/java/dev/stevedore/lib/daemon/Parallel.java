package dev.stevedore.lib.daemon;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The same done with many things, a few at a time, on threads of their own. The first failure ends
 * it, and what goes on is interrupted.
 *
 * @param <T> what things are
 * @param <R> what comes of one
 */
public final class Parallel<T, R> implements AutoCloseable {
  private final ExecutorService threads;
  private final Map<T, FutureTask<R>> tasks = new LinkedHashMap<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /** Something that is done with a thing. */
  @FunctionalInterface
  public interface Work<T, R> {
    /** Does it. */
    R run(T thing) throws IOException, InterruptedException;
  }

  private Parallel(int atOnce) {
    this.threads =
        Executors.newFixedThreadPool(atOnce, Thread.ofVirtual().name("parallel").factory());
  }

  /**
   * Begins with all, in their order.
   *
   * @param things each of which is different from the others
   */
  public static <T, R> Parallel<T, R> start(List<T> things, int atOnce, Work<T, R> work) {
    Parallel<T, R> all = new Parallel<>(Math.max(1, atOnce));
    for (T thing : things) {
      all.tasks.put(thing, new FutureTask<>(() -> all.run(work, thing)));
    }
    all.tasks.values().forEach(all.threads::execute);
    return all;
  }

  private R run(Work<T, R> work, T thing) throws IOException, InterruptedException {
    try {
      return work.run(thing);
    } catch (IOException | InterruptedException | RuntimeException e) {
      if (failure.compareAndSet(null, e)) {
        tasks.values().forEach(task -> task.cancel(true));
      }
      throw e;
    }
  }

  /**
   * Waits for all.
   *
   * @throws IOException the first failure
   */
  public void await() throws IOException, InterruptedException {
    for (T thing : tasks.keySet()) {
      R _ = await(thing);
    }
  }

  /**
   * Waits for one; gives what came of it.
   *
   * @throws IOException the first failure of all
   */
  public R await(T thing) throws IOException, InterruptedException {
    FutureTask<R> task = tasks.get(thing);
    if (task == null) {
      throw new IllegalArgumentException("nothing is done with " + thing);
    }
    try {
      return task.get();
    } catch (ExecutionException | CancellationException e) {
      switch (failure.get()) {
        case IOException cause -> throw cause;
        case InterruptedException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case null, default -> throw new IOException(e);
      }
    }
  }

  /** Interrupts what goes on, and waits until nothing does. */
  @Override
  public void close() {
    tasks.values().forEach(task -> task.cancel(true));
    threads.shutdownNow();
    threads.close();
  }
}
