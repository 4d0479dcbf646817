package dev.stevedore.dockerd.container.io;

import dev.stevedore.dockerd.logs.LogStream;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Someone attached to a process's output: a queue between the process and the client's connection.
 */
public final class OutputClient implements AutoCloseable {
  /** How far a client may be behind before it holds up the process. */
  private static final int MAX_BYTES = 1 << 20;

  /** Bytes of one stream. */
  @SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
  public record Chunk(LogStream stream, byte[] bytes) {}

  private final Output output;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
  private int queued;
  private boolean ended;
  private boolean closed;

  OutputClient(Output output) {
    this.output = output;
  }

  void offer(LogStream stream, byte[] bytes) throws InterruptedException {
    lock.lock();
    try {
      while (queued >= MAX_BYTES && !closed) {
        changed.await();
      }
      if (!closed) {
        chunks.addLast(new Chunk(stream, bytes));
        queued += bytes.length;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The next bytes; null at the end, and after {@link #close}. */
  public @Nullable Chunk take() throws InterruptedException {
    lock.lock();
    try {
      while (chunks.isEmpty() && !ended && !closed) {
        changed.await();
      }
      Chunk chunk = closed ? null : chunks.pollFirst();
      if (chunk != null) {
        queued -= chunk.bytes().length;
        changed.signalAll();
      }
      return chunk;
    } finally {
      lock.unlock();
    }
  }

  /** Leaves: nothing more is queued, and nobody waits for this client. */
  @Override
  public void close() {
    output.detach(this);
    lock.lock();
    try {
      closed = true;
      chunks.clear();
      queued = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
