package dev.stevedore.lib.ttrpc.jvm;

import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.Frame;
import dev.stevedore.lib.ttrpc.Status;
import dev.stevedore.lib.ttrpc.TtrpcException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a stream that have arrived and are not read yet. ttrpc has no flow control: when a
 * reader is slow, its whole connection waits for it, a second at most; then its stream fails, so
 * that the others go on.
 */
final class StreamQueue {
  private static final int MOST_MESSAGES = 64;
  private static final long MOST_BYTES = 2L * Frame.MAX_DATA;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<byte[]> messages = new ArrayDeque<>();
  private long bytes;
  private boolean ended;
  private @Nullable Status failure;
  private @Nullable IOException disconnection;

  /** Adds a message; false if the stream had ended, or fails now because nobody reads. */
  boolean add(byte[] message) {
    lock.lock();
    try {
      long left = PATIENCE_NANOS;
      while (!ended && isFull(message)) {
        if (left <= 0) {
          failure = new Status(Code.RESOURCE_EXHAUSTED, "ttrpc: stream is full: nobody reads it");
          end();
          return false;
        }
        left = changed.awaitNanos(left);
      }
      if (ended) {
        return false;
      }
      messages.add(message);
      bytes += message.length;
      changed.signalAll();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull(byte[] message) {
    return messages.size() >= MOST_MESSAGES
        || (!messages.isEmpty() && bytes + message.length > MOST_BYTES);
  }

  /** No more messages come, as it should be. */
  void finish() {
    end(null, null);
  }

  /** The stream has failed; what came before can still be read. */
  void fail(Status status) {
    end(status, null);
  }

  /** The connection is gone. */
  void disconnected(IOException reason) {
    end(null, reason);
  }

  private void end(@Nullable Status status, @Nullable IOException reason) {
    lock.lock();
    try {
      if (!ended) {
        failure = status;
        disconnection = reason;
        end();
      }
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    ended = true;
    changed.signalAll();
  }

  /**
   * Waits for the next message; empty at the end.
   *
   * @throws TtrpcException when the stream has failed
   * @throws TtrpcClosedException when the connection is gone
   */
  Optional<byte[]> take() throws IOException {
    lock.lock();
    try {
      while (messages.isEmpty() && !ended) {
        changed.await();
      }
      if (!messages.isEmpty()) {
        byte[] message = messages.remove();
        bytes -= message.length;
        changed.signalAll();
        return Optional.of(message);
      }
      if (failure != null) {
        throw new TtrpcException(failure);
      }
      if (disconnection != null) {
        throw new TtrpcClosedException(disconnection);
      }
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("ttrpc: interrupted");
    } finally {
      lock.unlock();
    }
  }
}
