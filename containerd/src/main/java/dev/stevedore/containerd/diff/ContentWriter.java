package dev.stevedore.containerd.diff;

import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.IoBuffer;
import dev.stevedore.lib.linux.SparseFiles;
import dev.stevedore.lib.tar.TarEntry;
import dev.stevedore.lib.tar.TarReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is in files, and sets their looks, on a thread of its own, while the unpacker reads
 * on and makes the next ones. Only descriptors come here: whatever has a name is made by the
 * unpacker, one after the other, so the order of an archive's entries is kept.
 *
 * <pre>
 *   unpacker ──full batches──▶ thread: write(2), fchown(2), utimensat(2), close(2)
 *       ▲                        │
 *       └────empty batches───────┘
 * </pre>
 *
 * <p>For one unpacker. A failure is thrown by whichever call comes after it; from then on files are
 * only closed.
 */
final class ContentWriter implements AutoCloseable {
  private static final int BATCHES = 4;

  /** How many bytes of content a batch has, and how many files it may leave open. */
  private static final int BYTES = 256 * 1024;

  private static final int STEPS = 64;

  private final BlockingQueue<Batch> full = new ArrayBlockingQueue<>(BATCHES);
  private final BlockingQueue<Batch> empty = new ArrayBlockingQueue<>(BATCHES);
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
  private final IoBuffer buffer = new IoBuffer(BYTES);
  private final Thread thread;
  private Batch batch = new Batch();
  private int made = 1;
  private Optional<Fd> open = Optional.empty();

  /** What is done to a file, in this order. Its last step closes it. */
  private sealed interface Step {
    Fd file();

    /** Bytes of the batch are its next ones. */
    record Write(Fd file, int from, int length) implements Step {}

    record Seek(Fd file, long offset) implements Step {}

    record Truncate(Fd file, long size) implements Step {}

    record Finish(Fd file, TarEntry entry) implements Step {}

    /** It is not wanted any more. */
    record Drop(Fd file) implements Step {}
  }

  private static final class Batch {
    final byte[] bytes = new byte[BYTES];
    final List<Step> steps = new ArrayList<>(STEPS);
    int used;

    /** The last one. */
    boolean last;
  }

  ContentWriter() {
    this.thread = Thread.ofPlatform().daemon().name("content-writer").start(this::run);
  }

  /**
   * Takes over a file, and reads what is in it.
   *
   * @param tar stands before the content of the entry
   */
  void write(Fd file, TarEntry entry, TarReader tar) throws IOException {
    open = Optional.of(file);
    if (entry.extents().isEmpty() && entry.size() > 0 && !tar.hasContent()) {
      add(new Step.Truncate(file, entry.size()));
    } else if (entry.extents().isEmpty()) {
      copy(tar, entry.size(), file);
    } else {
      for (TarEntry.Extent extent : entry.extents()) {
        add(new Step.Seek(file, extent.offset()));
        copy(tar, extent.length(), file);
      }
      add(new Step.Truncate(file, entry.size()));
    }
    add(new Step.Finish(file, entry));
    open = Optional.empty();
  }

  private void copy(TarReader tar, long length, Fd file) throws IOException {
    long left = length;
    while (left > 0) {
      if (batch.used == BYTES) {
        handOver();
      }
      int count = tar.read(batch.bytes, batch.used, left);
      if (count < 0) {
        throw new IOException("a file's content is shorter than it should be");
      }
      add(new Step.Write(file, batch.used, count));
      left -= count;
    }
  }

  private void add(Step step) throws IOException {
    batch.steps.add(step);
    if (step instanceof Step.Write write) {
      batch.used += write.length;
    }
    if (batch.steps.size() == STEPS) {
      handOver();
    }
  }

  private void handOver() throws IOException {
    throwFailure();
    try {
      Batch next = made < BATCHES ? new Batch() : empty.take();
      full.put(batch);
      batch = next;
      made++;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private void throwFailure() throws IOException {
    IOException found = failure.get();
    if (found != null) {
      throw new IOException(found.getMessage(), found);
    }
  }

  /** Waits until all files are written. None may come after that. */
  void finish() throws IOException {
    end();
    throwFailure();
  }

  private void run() {
    try (buffer) {
      boolean last = false;
      while (!last) {
        Batch next = full.take();
        last = next.last;
        for (Step step : next.steps) {
          carryOut(step, next.bytes);
        }
        next.steps.clear();
        next.used = 0;
        empty.add(next);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts it", e);
    }
  }

  private void carryOut(Step step, byte[] bytes) {
    if (failure.get() == null) {
      try {
        switch (step) {
          case Step.Write it -> buffer.writeFully(it.file, bytes, it.from, it.length);
          case Step.Seek it -> SparseFiles.seek(it.file, it.offset);
          case Step.Truncate it -> SparseFiles.truncate(it.file, it.size);
          case Step.Finish it -> Looks.set(it.file, it.entry);
          case Step.Drop _ -> {}
        }
      } catch (IOException e) {
        failure.set(e);
      } catch (RuntimeException | Error e) {
        failure.set(new IOException("writing failed: " + e, e));
      }
    }
    if (step instanceof Step.Finish || step instanceof Step.Drop) {
      step.file().close();
    }
  }

  /** Has the thread do what is left, and end. */
  private void end() {
    if (batch.last) {
      return;
    }
    open.ifPresent(file -> batch.steps.add(new Step.Drop(file)));
    batch.last = true;
    boolean interrupted = false;
    boolean given = false;
    while (thread.isAlive()) {
      try {
        if (!given) {
          full.put(batch);
          given = true;
        }
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives up what is not written yet, unless all is. */
  @Override
  public void close() {
    if (!batch.last) {
      boolean _ = failure.compareAndSet(null, new IOException("given up"));
      end();
    }
  }
}
