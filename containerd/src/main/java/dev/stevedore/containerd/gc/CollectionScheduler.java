package dev.stevedore.containerd.gc;

import dev.stevedore.containerd.config.GcConfig;
import dev.stevedore.containerd.monitoring.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has garbage collected when the {@link Timetable} says so, on a thread of its own. */
public final class CollectionScheduler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CollectionScheduler.class);

  private final Collector collector;
  private final Metrics metrics;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Timetable timetable;
  private List<CompletableFuture<Duration>> waiting = new ArrayList<>();
  private final Thread thread;

  /** What collects. */
  @FunctionalInterface
  interface Collector {
    /** Collects, and says how long everybody else had to wait. */
    Duration collect() throws IOException;
  }

  private CollectionScheduler(Collector collector, GcConfig config, Metrics metrics) {
    this.collector = collector;
    this.metrics = metrics;
    this.timetable = new Timetable(config, System.nanoTime());
    this.thread = Thread.ofVirtual().name("gc").unstarted(this::run);
  }

  /** Plans, and begins to wait. */
  public static CollectionScheduler start(
      GarbageCollector collector, GcConfig config, Metrics metrics) {
    CollectionScheduler scheduler = new CollectionScheduler(collector::collect, config, metrics);
    scheduler.thread.start();
    return scheduler;
  }

  /** To be called when something was deleted; waits for a collection only if told to. */
  public void afterDeletion(boolean now) throws IOException, InterruptedException {
    CompletableFuture<Duration> collected = new CompletableFuture<>();
    lock.lock();
    try {
      timetable.deleted(System.nanoTime());
      if (now) {
        waiting.add(collected);
        timetable.requested(System.nanoTime());
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
    if (now) {
      try {
        collected.get();
      } catch (ExecutionException e) {
        throw new IOException("garbage collection: " + e.getMessage(), e);
      }
    }
  }

  /** To be called when something was changed. */
  public void afterChange() {
    lock.lock();
    try {
      timetable.changed(System.nanoTime());
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (true) {
        List<CompletableFuture<Duration>> served = await();
        collect(served);
      }
    } catch (InterruptedException e) {
      LOG.debug("no more garbage collections");
    }
  }

  /** Waits until it is time, and says who waits for it. */
  private List<CompletableFuture<Duration>> await() throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        OptionalLong due = timetable.due();
        if (due.isEmpty()) {
          changed.await();
        } else if (due.getAsLong() - System.nanoTime() > 0) {
          long _ = changed.awaitNanos(due.getAsLong() - System.nanoTime());
        } else {
          timetable.begin();
          List<CompletableFuture<Duration>> served = waiting;
          waiting = new ArrayList<>();
          return served;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void collect(List<CompletableFuture<Duration>> served) {
    try {
      Duration pause = collector.collect();
      finish(() -> timetable.done(System.nanoTime(), pause));
      count("success");
      metrics.observe("containerd_gc_gc_seconds", "duration of gc scheduler collections", pause);
      served.forEach(it -> it.complete(pause));
    } catch (IOException | RuntimeException e) {
      LOG.error("garbage collection failed", e);
      finish(() -> timetable.failed(System.nanoTime()));
      count("fail");
      served.forEach(it -> it.completeExceptionally(e));
    }
  }

  private void count(String status) {
    metrics.count(
        "containerd_gc_collections_total",
        "counter of gc scheduler collections",
        1,
        "status",
        status);
  }

  private void finish(Runnable note) {
    lock.lock();
    try {
      note.run();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
