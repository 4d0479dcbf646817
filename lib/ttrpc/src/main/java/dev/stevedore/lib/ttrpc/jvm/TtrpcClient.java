package dev.stevedore.lib.ttrpc.jvm;

import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.Frame;
import dev.stevedore.lib.ttrpc.Incoming;
import dev.stevedore.lib.ttrpc.Metadata;
import dev.stevedore.lib.ttrpc.OversizedFrame;
import dev.stevedore.lib.ttrpc.Request;
import dev.stevedore.lib.ttrpc.Response;
import dev.stevedore.lib.ttrpc.TtrpcException;
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
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a ttrpc server. Any number of threads may call at the same time; each call blocks
 * its (virtual) thread only. One virtual thread per client receives.
 */
public final class TtrpcClient implements AutoCloseable {
  private final FrameChannel channel;
  private final Metadata metadata;
  private final Map<Integer, Receiver> receivers = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  /** Held from taking a stream id until it is sent: ids must grow in the order of sending. */
  private final ReentrantLock opening = new ReentrantLock();

  private int nextStream = 1;

  private TtrpcClient(SocketChannel socket, Metadata metadata) {
    this.channel = new FrameChannel(socket);
    this.metadata = metadata;
  }

  /** Connects to the unix socket at {@code path}. */
  public static TtrpcClient connect(Path path) throws IOException {
    return connect(path, Metadata.NONE);
  }

  /**
   * Connects to the unix socket at {@code path}.
   *
   * @param metadata what is said with each call
   */
  public static TtrpcClient connect(Path path, Metadata metadata) throws IOException {
    SocketAddress address = UnixDomainSocketAddress.of(path);
    TtrpcClient client = new TtrpcClient(SocketChannel.open(address), metadata);
    Thread.ofVirtual().name("ttrpc-client " + path).start(client::receive);
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
    UnaryCall call = new UnaryCall();
    int[] stream = new int[1];
    try {
      open(
          new Request(service, method, payload, limit.toNanos(), metadata),
          (byte) 0,
          id -> {
            stream[0] = id;
            return call;
          });
      CompletableFuture<Response> answer = call.answer();
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
      receivers.remove(stream[0]);
    }
  }

  /**
   * Opens a stream.
   *
   * @param payload the encoded request; empty if the method takes nothing but messages
   * @param sends whether this side will send messages
   * @return the stream, to be closed by the caller
   * @throws TtrpcClosedException when the connection is gone
   */
  public TtrpcStream stream(String service, String method, byte[] payload, boolean sends)
      throws IOException {
    return open(
        new Request(service, method, payload, 0, metadata),
        sends ? Frame.REMOTE_OPEN : Frame.REMOTE_CLOSED,
        id -> new TtrpcStream(channel, id, !sends, () -> receivers.remove(id)));
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

  private <R extends Receiver> R open(Request request, byte flags, IntFunction<R> maker)
      throws IOException {
    opening.lock();
    try {
      int stream = nextStream;
      nextStream += 2;
      R receiver = maker.apply(stream);
      receivers.put(stream, receiver);
      boolean sent = false;
      try {
        channel.send(Frame.request(stream, request, flags));
        sent = true;
      } catch (IOException e) {
        throw new TtrpcClosedException(e);
      } finally {
        if (!sent) {
          receivers.remove(stream);
        }
      }
      if (closed.isDone()) {
        receiver.disconnected(new IOException("connection ended"));
      }
      return receiver;
    } finally {
      opening.unlock();
    }
  }

  private void receive() {
    Throwable reason = null;
    try (channel) {
      for (Incoming in = channel.receive(); in != null; in = channel.receive()) {
        Receiver receiver = receivers.get(in.streamId());
        if (receiver != null) {
          switch (in) {
            case OversizedFrame large -> receiver.fail(large.status());
            case Frame frame -> receiver.take(frame);
          }
        }
      }
    } catch (IOException e) {
      reason = e;
    } finally {
      end(reason);
    }
  }

  private void end(@Nullable Throwable reason) {
    closed.complete(null);
    IOException cause = new IOException("connection ended", reason);
    for (Receiver receiver : receivers.values()) {
      receiver.disconnected(cause);
    }
  }
}
