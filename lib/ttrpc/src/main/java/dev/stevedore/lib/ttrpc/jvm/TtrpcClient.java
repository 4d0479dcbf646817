package dev.stevedore.lib.ttrpc.jvm;

import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.Frame;
import dev.stevedore.lib.ttrpc.Incoming;
import dev.stevedore.lib.ttrpc.OversizedFrame;
import dev.stevedore.lib.ttrpc.Request;
import dev.stevedore.lib.ttrpc.Response;
import dev.stevedore.lib.ttrpc.Status;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.wire.WireException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a ttrpc server. Any number of threads may call at the same time; each call blocks
 * its (virtual) thread only. One virtual thread per client receives.
 */
public final class TtrpcClient implements AutoCloseable {
  private final FrameChannel channel;
  private final Map<Integer, CompletableFuture<Response>> waiting = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  /** Held from taking a stream id until it is sent: ids must grow in the order of sending. */
  private final ReentrantLock opening = new ReentrantLock();

  private int nextStream = 1;

  private TtrpcClient(SocketChannel socket) {
    channel = new FrameChannel(socket);
  }

  /** Connects to the unix socket at {@code path}. */
  public static TtrpcClient connect(Path path) throws IOException {
    return connect(UnixDomainSocketAddress.of(path));
  }

  /** Connects to {@code address}. */
  public static TtrpcClient connect(SocketAddress address) throws IOException {
    TtrpcClient client = new TtrpcClient(SocketChannel.open(address));
    Thread.ofVirtual().name("ttrpc-client " + address).start(client::receive);
    return client;
  }

  /**
   * Calls a method and waits for its answer.
   *
   * @param payload the encoded request
   * @param limit how long to wait; zero for as long as it takes
   * @return the encoded response
   * @throws TtrpcException when the server answered with an error, or with {@link
   *     Code#DEADLINE_EXCEEDED} when it did not answer in time
   * @throws TtrpcClosedException when the connection is gone
   */
  public byte[] call(String service, String method, byte[] payload, Duration limit)
      throws IOException {
    CompletableFuture<Response> answer = new CompletableFuture<>();
    int stream = open(new Request(service, method, payload, limit.toNanos()), answer);
    try {
      Response response =
          limit.isZero() ? answer.get() : answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      if (!response.status().isOk()) {
        throw new TtrpcException(response.status());
      }
      return response.payload();
    } catch (TimeoutException e) {
      throw new TtrpcException(
          Code.DEADLINE_EXCEEDED, service + "/" + method + ": no answer within " + limit);
    } catch (ExecutionException e) {
      throw new TtrpcClosedException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(service + "/" + method + ": interrupted");
    } finally {
      waiting.remove(stream);
    }
  }

  /** Completes when the connection has ended, by either side. */
  public CompletableFuture<Void> closed() {
    return closed.copy();
  }

  /** Ends the connection; calls that wait fail with {@link TtrpcClosedException}. */
  @Override
  public void close() throws IOException {
    channel.close();
  }

  private int open(Request request, CompletableFuture<Response> answer) throws IOException {
    opening.lock();
    try {
      int stream = nextStream;
      nextStream += 2;
      waiting.put(stream, answer);
      try {
        channel.send(Frame.request(stream, request));
      } catch (IOException e) {
        waiting.remove(stream);
        throw new TtrpcClosedException(e);
      }
      if (closed.isDone()) {
        answer.completeExceptionally(new IOException("connection ended"));
      }
      return stream;
    } finally {
      opening.unlock();
    }
  }

  private void receive() {
    Throwable reason = null;
    try (channel) {
      for (Incoming in = channel.receive(); in != null; in = channel.receive()) {
        CompletableFuture<Response> answer = waiting.get(in.streamId());
        if (answer != null) {
          answer.complete(responseIn(in));
        }
      }
    } catch (IOException e) {
      reason = e;
    } finally {
      end(reason);
    }
  }

  private static Response responseIn(Incoming in) {
    return switch (in) {
      case OversizedFrame large -> Response.failed(large.status());
      case Frame frame when frame.type() == Frame.RESPONSE -> {
        try {
          yield Response.decode(frame.data());
        } catch (WireException e) {
          yield Response.failed(new Status(Code.INTERNAL, "ttrpc: response: " + e.getMessage()));
        }
      }
      case Frame frame ->
          Response.failed(
              new Status(Code.INTERNAL, "ttrpc: unexpected message of type " + frame.type()));
    };
  }

  private void end(@Nullable Throwable reason) {
    closed.complete(null);
    IOException cause = new IOException("connection ended", reason);
    for (CompletableFuture<Response> answer : waiting.values()) {
      answer.completeExceptionally(cause);
    }
  }
}
