package dev.stevedore.containerd.server;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * The answers of a call that has many, sent no faster than the client takes them.
 *
 * @param <T> their type
 */
public final class AnswerStream<T> {
  /** So much of one stream may wait for the client's window before the next message does. */
  private static final int THRESHOLD = 128 * 1024;

  private static final int PAGE = 100;

  private final ServerCallStreamObserver<T> call;
  private volatile Thread sender = Thread.currentThread();

  AnswerStream(ServerCallStreamObserver<T> call) {
    this.call = call;
  }

  /** Begins to send; to be called before the service gives the call's thread back. */
  void start(Runnable sending) {
    Thread thread = Thread.ofVirtual().name("answers").unstarted(sending);
    sender = thread;
    call.setOnReadyThreshold(THRESHOLD);
    call.setOnReadyHandler(() -> LockSupport.unpark(thread));
    call.setOnCancelHandler(thread::interrupt);
    thread.start();
  }

  /**
   * Sends an answer, once the client has taken those before.
   *
   * @throws InterruptedException if the client has gone
   */
  public void send(T answer) throws InterruptedException {
    if (Thread.currentThread() != sender) {
      throw new IllegalStateException("answers are sent by one thread");
    }
    while (!call.isReady()) {
      if (Thread.interrupted() || call.isCancelled()) {
        throw new InterruptedException("the client has gone");
      }
      LockSupport.park(this);
    }
    call.onNext(answer);
  }

  /** Sends many things, so many in each answer as containerd does. */
  public <I> void sendPages(List<I> items, Function<List<I>, T> page) throws InterruptedException {
    for (int i = 0; i < items.size(); i += PAGE) {
      send(page.apply(items.subList(i, Math.min(i + PAGE, items.size()))));
    }
  }

  /** Whether there is nobody any more to send to. */
  public boolean isOver() {
    return call.isCancelled();
  }
}
