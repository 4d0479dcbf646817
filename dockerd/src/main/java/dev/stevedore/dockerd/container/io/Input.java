package dev.stevedore.dockerd.container.io;

import dev.stevedore.lib.linux.fifo.Fifo;
import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A process's stdin. Clients may attach before the process is there: their bytes wait for it. One
 * object lives through all runs of a container.
 */
public final class Input {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Fifo fifo;
  private Runnable closer = () -> {};
  private boolean closed;

  /** Counts the runs: who began to write in an earlier one gives up. */
  private long run;

  /** No process yet. */
  public Input() {}

  /**
   * The process is there.
   *
   * @param closer tells the shim that no more will come
   */
  void open(Fifo pipe, Runnable closer) {
    boolean close;
    lock.lock();
    try {
      fifo = pipe;
      this.closer = closer;
      close = closed;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (close) {
      pipe.close();
      closer.run();
    }
  }

  /**
   * Passes bytes to the process, once it is there.
   *
   * @return false if it takes none any more
   */
  public boolean write(byte[] bytes, int offset, int length)
      throws IOException, InterruptedException {
    Fifo target;
    lock.lock();
    try {
      long mine = run;
      while (fifo == null && !closed && run == mine) {
        changed.await();
      }
      if (closed || run != mine || fifo == null) {
        return false;
      }
      target = fifo;
    } finally {
      lock.unlock();
    }
    return target.write(bytes, offset, length);
  }

  /** Ends the process's stdin, after what was written; waits until the process is there. */
  public void close() throws InterruptedException {
    Fifo target;
    Runnable tell;
    lock.lock();
    try {
      long mine = run;
      while (fifo == null && !closed && run == mine) {
        changed.await();
      }
      if (closed || run != mine || fifo == null) {
        return;
      }
      closed = true;
      target = fifo;
      tell = closer;
    } finally {
      lock.unlock();
    }
    target.close();
    // Beside: a client that goes meanwhile interrupts this thread, not what is said to the shim.
    Thread.ofVirtual().name("close stdin").start(tell).join();
  }

  /** The process has ended, or will never come: writers give up. */
  public void end() {
    Fifo target;
    lock.lock();
    try {
      run++;
      target = fifo;
      fifo = null;
      closed = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (target != null) {
      target.close();
    }
  }
}
