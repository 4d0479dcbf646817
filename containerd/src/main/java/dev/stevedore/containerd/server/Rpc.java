package dev.stevedore.containerd.server;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.errors.FailureKind;
import dev.stevedore.lib.ttrpc.TtrpcException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
  public interface Stream {
    /** Sends the answers. */
    void run() throws IOException, InterruptedException;
  }

  /** Sends one answer, or the failure. */
  public static <T> void answer(StreamObserver<T> observer, Work<T> work) {
    stream(observer, () -> observer.onNext(work.run()));
  }

  /** Sends many answers, and the failure if there is one. */
  public static <T> void stream(StreamObserver<T> observer, Stream work) {
    try {
      work.run();
      observer.onCompleted();
    } catch (InterruptedException e) {
      LOG.debug("a call was called off");
    } catch (Failure | TtrpcException | IOException e) {
      fail(observer, e);
    } catch (ServerConnectionException e) {
      LOG.debug("a client went away: {}", e.getMessage());
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
    } catch (ServerConnectionException | IllegalStateException e) {
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
    String message = failure.getMessage();
    return status
        .withDescription(encode(message == null ? failure.toString() : message))
        .asRuntimeException();
  }

  /** The server writes the text into a header as it is, so what a header cannot hold is escaped. */
  private static String encode(String message) {
    String shown =
        message.length() > MAX_DESCRIPTION ? message.substring(0, MAX_DESCRIPTION) + "…" : message;
    StringBuilder encoded = new StringBuilder(shown.length());
    for (byte b : shown.getBytes(StandardCharsets.UTF_8)) {
      if (b >= ' ' && b <= '~' && b != '%') {
        encoded.append((char) b);
      } else {
        encoded.append(String.format("%%%02X", b & 0xff));
      }
    }
    return encoded.toString();
  }
}
