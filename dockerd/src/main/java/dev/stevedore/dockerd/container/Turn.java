package dev.stevedore.dockerd.container;

import java.util.concurrent.locks.ReentrantLock;

/**
 * The queue of a container's writers: one at a time, in the order they came. A stuck shim holds up
 * its own container's queue and nothing else.
 */
final class Turn {
  private final ReentrantLock queue = new ReentrantLock(true);

  /** A change that gives something back. */
  interface Change<T> {
    T make() throws InterruptedException;
  }

  /** Waits for the turn, then makes the change. */
  <T> T take(Change<T> change) throws InterruptedException {
    queue.lockInterruptibly();
    try {
      return change.make();
    } finally {
      queue.unlock();
    }
  }

  /** Whether somebody changes the container now. */
  boolean isTaken() {
    return queue.isLocked();
  }

  /** Fails when the caller's turn it is not: a guard in what must only be called with it. */
  void require() {
    if (!queue.isHeldByCurrentThread()) {
      throw new IllegalStateException("a container was changed out of turn");
    }
  }
}
