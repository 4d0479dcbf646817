package dev.stevedore.dockerd.registry;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/** Lets so many in at the same time, in the order in which they came. The limit may change. */
public final class Gate {
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition left = lock.newCondition();
  private final IntSupplier limit;
  private int inside;

  /**
   * Makes a gate.
   *
   * @param limit how many may be inside; 0 for any number
   */
  public Gate(IntSupplier limit) {
    this.limit = limit;
  }

  /** Who is inside; to be closed on the way out. */
  public final class Pass implements AutoCloseable {
    private Pass() {}

    @Override
    public void close() {
      lock.lock();
      try {
        inside--;
        left.signal();
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Goes in.
   *
   * @param waiting run once if that is not possible at once
   */
  public Pass enter(Runnable waiting) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (isFull()) {
        waiting.run();
      }
      while (isFull()) {
        left.await();
      }
      inside++;
      return new Pass();
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull() {
    int most = limit.getAsInt();
    return most > 0 && inside >= most;
  }
}
