package dev.stevedore.containerd.server;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.errors.FailureKind;
import dev.stevedore.lib.ttrpc.TtrpcException;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers calls: whatever a service throws becomes a gRPC status. */
public final class Rpc {
  private static final Logger LOG = LoggerFactory.getLogger(Rpc.class);
  private static final int MAX_DESCRIPTION = 4096;

  private Rpc() {}

  /** What a service does for a call. */
  @FunctionalInterface
  public interface Work<T> {
    /** The answer. */
    T run() throws IOException, InterruptedException;
  }

  /** What a service does for a call that has many answers. */
  @FunctionalInterface
  public interface Stream<T> {
    /** Sends the answers. */
    void run(AnswerStream<T> answers) throws IOException, InterruptedException;
  }

  /** Sends one answer, or the failure. */
  public static <T> void answer(StreamObserver<T> observer, Work<T> work) {
    complete(observer, () -> observer.onNext(work.run()));
  }

  /**
   * Sends many answers, and the failure if there is one. They are sent on a thread of their own,
   * which is interrupted when the client goes: the call's thread must be free to hear of that.
   */
  public static <T> void stream(StreamObserver<T> observer, Stream<T> work) {
    AnswerStream<T> answers = new AnswerStream<>((ServerCallStreamObserver<T>) observer);
    answers.start(Context.current().wrap(() -> complete(observer, () -> work.run(answers))));
  }

  /**
   * Sends one answer that may take long, or the failure. The work is done on a thread of its own,
   * which is interrupted when the client goes.
   */
  public static <T> void answerLater(StreamObserver<T> observer, Work<T> work) {
    stream(observer, answers -> answers.send(work.run()));
  }

  /** Something that sends. */
  private interface Sending {
    void run() throws IOException, InterruptedException;
  }

  private static void complete(StreamObserver<?> observer, Sending work) {
    try {
      work.run();
      observer.onCompleted();
    } catch (InterruptedException e) {
      LOG.debug("a call was called off");
    } catch (Failure | TtrpcException | StatusRuntimeException | IOException e) {
      fail(observer, e);
    } catch (RuntimeException e) {
      if (!isCancelled(observer)) {
        LOG.error("a call failed in an unexpected way", e);
      }
      fail(observer, e);
    }
  }

  /** Sends a failure, if there still is somebody to send it to. */
  public static void fail(StreamObserver<?> observer, Throwable failure) {
    if (isCancelled(observer)) {
      LOG.debug("a client did not wait for: {}", failure.getMessage());
      return;
    }
    try {
      observer.onError(statusOf(failure));
    } catch (IllegalStateException e) {
      LOG.debug("a client went away: {}", e.getMessage());
    }
  }

  private static boolean isCancelled(StreamObserver<?> observer) {
    return observer instanceof ServerCallStreamObserver<?> call && call.isCancelled();
  }

  /** A failure as a gRPC status. */
  public static StatusRuntimeException statusOf(Throwable failure) {
    return switch (failure) {
      case StatusRuntimeException e -> e;
      case Failure e -> describe(e.kind().status(), e);
      // The codes of ttrpc are gRPC's.
      case TtrpcException e -> describe(Status.fromCodeValue(e.code().number()), e);
      default -> describe(kindOf(String.valueOf(failure.getMessage())).status(), failure);
    };
  }

  private static FailureKind kindOf(String message) {
    return message.contains("No space left on device")
            || message.contains("ENOSPC")
            || message.contains("SQLITE_FULL")
        ? FailureKind.RESOURCE_EXHAUSTED
        : FailureKind.UNKNOWN;
  }

  private static StatusRuntimeException describe(Status status, Throwable failure) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    return status
        .withDescription(
            message.length() > MAX_DESCRIPTION
                ? message.substring(0, MAX_DESCRIPTION) + "…"
                : message)
        .asRuntimeException();
  }
}
