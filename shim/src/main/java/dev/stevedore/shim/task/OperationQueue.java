package dev.stevedore.shim.task;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/** Operations that take several turns of the loop, one after the other. */
final class OperationQueue {
  private final ArrayDeque<Consumer<Runnable>> waiting = new ArrayDeque<>();
  private boolean busy;

  /**
   * Runs {@code operation}, now or when those before it have ended.
   *
   * @param operation calls what it is given when it has ended; exactly once
   */
  void add(Consumer<Runnable> operation) {
    waiting.add(operation);
    next();
  }

  private void next() {
    while (!busy && !waiting.isEmpty()) {
      busy = true;
      waiting.removeFirst().accept(this::ended);
    }
  }

  private void ended() {
    busy = false;
    next();
  }
}
