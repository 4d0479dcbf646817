package dev.stevedore.containerd.content;

import dev.stevedore.containerd.errors.Failure;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far the writer of an open ingest is, for whoever asks meanwhile. What a client was told of
 * counts, though it may still be on its way to the file.
 */
final class IngestProgress {
  private final String ref;
  private final Instant since = Instant.now();

  /** Held while the ingest becomes a blob, so that it is not given up halfway. */
  private final ReentrantLock ending = new ReentrantLock();

  private volatile Optional<Reached> reached = Optional.empty();
  private volatile boolean aborted;

  /**
   * Where a writer is.
   *
   * @param offset how many bytes were taken
   * @param updated when the last of them were
   */
  record Reached(long offset, Instant updated) {}

  /** What ends an ingest. */
  @FunctionalInterface
  interface Ending<T> {
    T run() throws IOException;
  }

  /** An ingest that is just opened. */
  IngestProgress(String ref) {
    this.ref = ref;
  }

  /** Since when it is open. */
  Instant since() {
    return since;
  }

  /** Where the writer is; empty while the ingest is being opened. */
  Optional<Reached> reached() {
    return reached;
  }

  void reach(long offset, Instant updated) {
    reached = Optional.of(new Reached(offset, updated));
  }

  /** Refuses what the writer wants if somebody has given the ingest up. */
  void check() {
    if (aborted) {
      throw Failure.notFound("reference " + ref);
    }
  }

  /** Ends the ingest, unless it was given up. */
  <T> T end(Ending<T> ending) throws IOException {
    this.ending.lock();
    try {
      check();
      return ending.run();
    } finally {
      this.ending.unlock();
    }
  }

  /** Gives the ingest up, once it is not about to become a blob. */
  void abort() {
    ending.lock();
    try {
      aborted = true;
    } finally {
      ending.unlock();
    }
  }
}
