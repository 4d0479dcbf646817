package dev.stevedore.shim.task;

import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.shim.rpc.Reply;
import java.util.ArrayDeque;

/** Operations that take several turns of the loop, one after the other. */
final class OperationQueue {
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private boolean busy;

  /** What is to be done for a call. */
  @FunctionalInterface
  interface Operation {
    /**
     * Starts it.
     *
     * @param done to be run when it has ended, exactly once
     * @throws PosixException when it could not be started; it has ended then, as with a {@link
     *     TtrpcException}
     */
    void start(Runnable done);
  }

  private record Waiting(Reply reply, Operation operation) {}

  /**
   * Runs {@code operation}, now or when those before it have ended; not at all if its caller has
   * gone by then, or has been told that its time is over.
   */
  void add(Reply reply, Operation operation) {
    Waiting last = new Waiting(reply, operation);
    waiting.add(last);
    next();
    reply.whenOver(() -> waiting.remove(last));
  }

  private void next() {
    while (!busy && !waiting.isEmpty()) {
      busy = true;
      Waiting first = waiting.removeFirst();
      try {
        first.operation().start(this::ended);
      } catch (TtrpcException e) {
        busy = false;
        first.reply().fail(e.status());
      } catch (PosixException e) {
        busy = false;
        first.reply().fail(Code.UNKNOWN, String.valueOf(e.getMessage()));
      }
    }
  }

  private void ended() {
    busy = false;
    next();
  }
}
