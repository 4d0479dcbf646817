package dev.stevedore.containerd.streaming;

import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.stevedore.containerd.events.Events;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One stream of messages to and from a client, for one reader and any number of writers. Closing it
 * ends the client's call.
 */
public final class ClientStream implements AutoCloseable {
  /** A client that sends faster than is read waits. */
  private static final int MAX_UNREAD = 16;

  private final ServerCallStreamObserver<Any> call;
  private final Runnable onClose;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<Any> unread = new ArrayDeque<>();
  private boolean ended;
  private boolean broken;
  private boolean closed;

  ClientStream(ServerCallStreamObserver<Any> call, Runnable onClose) {
    this.call = call;
    this.onClose = onClose;
  }

  /** Tells the client that the stream can be used now. */
  void begin() {
    call.onNext(Events.pack(Empty.getDefaultInstance()));
  }

  void received(Any message) {
    lock.lock();
    try {
      while (unread.size() == MAX_UNREAD && !closed && !broken) {
        changed.awaitUninterruptibly();
      }
      unread.add(message);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Tells who waits that something happened to the call. */
  void noted(boolean isEnd, boolean isBreak) {
    lock.lock();
    try {
      ended |= isEnd;
      broken |= isBreak;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The client's next message, once there is one; nothing when it has ended its side.
   *
   * @throws IOException if the client has gone, or the message is of another type
   */
  public <M extends Message> Optional<M> receive(Parser<M> parser, String type)
      throws IOException, InterruptedException {
    Any next;
    lock.lock();
    try {
      while (unread.isEmpty() && !ended && !broken && !closed) {
        changed.await();
      }
      if (broken || closed) {
        throw new IOException("the client has left its stream");
      }
      if (unread.isEmpty()) {
        return Optional.empty();
      }
      next = unread.remove();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    String name = next.getTypeUrl().substring(next.getTypeUrl().lastIndexOf('/') + 1);
    if (!name.equals(type)) {
      throw new IOException("a stream has a " + name + " where a " + type + " was expected");
    }
    try {
      return Optional.of(parser.parseFrom(next.getValue()));
    } catch (InvalidProtocolBufferException e) {
      throw new IOException("a stream has a " + type + " that is none: " + e.getMessage(), e);
    }
  }

  /**
   * Sends a message, once the client has taken those before.
   *
   * @throws IOException if the client has gone
   */
  public void send(Message message) throws IOException, InterruptedException {
    lock.lock();
    try {
      while (!call.isReady() && !broken && !closed) {
        changed.await();
      }
      if (broken || closed || call.isCancelled()) {
        throw new IOException("the client has left its stream");
      }
      call.onNext(Events.pack(message));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      changed.signalAll();
      if (!broken && !call.isCancelled()) {
        call.onCompleted();
      }
    } finally {
      lock.unlock();
    }
    onClose.run();
  }
}
