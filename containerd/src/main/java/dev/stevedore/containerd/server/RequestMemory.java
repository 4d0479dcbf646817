package dev.stevedore.containerd.server;

import io.grpc.Context;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what requests may hold in memory: a message may have 16 MiB, and anybody can begin a
 * thousand of them and end none. Once all together have {@link #MAX_ALL}, a call that has more than
 * its share is refused; small ones go on being served. So is a message that is too large: gRPC's
 * own limit would reset the stream, and say nothing.
 *
 * <p>Bytes are counted as they come, by the tracer, which gRPC makes before it knows the call; call
 * and tracer meet in the call's context.
 */
final class RequestMemory extends ServerStreamTracer.Factory implements ServerInterceptor {
  private static final long MAX_ALL = 64 << 20;
  private static final long SHARE = 64 << 10;

  /** Beyond this nothing is taken any more, however small. */
  private static final long MAX_WITH_SMALL = 2 * MAX_ALL;

  /** Calls with many requests; what waits for one of them is bounded by its window. */
  private static final int MAX_STREAMS = 256;

  private static final Context.Key<Request> REQUEST = Context.key("request");

  private final AtomicLong all = new AtomicLong();
  private final AtomicInteger streams = new AtomicInteger();

  @Override
  public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
    return new Request();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Request request = REQUEST.get();
    boolean isStream = !call.getMethodDescriptor().getType().clientSendsOneMessage();
    if (isStream && !request.beginStream()) {
      call.close(exhausted("there are " + MAX_STREAMS + " streams of requests"), new Metadata());
      return new ServerCall.Listener<>() {};
    }
    request.call = call;
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onMessage(Q message) {
        if (!request.refused.get()) {
          super.onMessage(message);
        }
        if (isStream) {
          request.releaseComplete();
        }
      }

      @Override
      public void onHalfClose() {
        if (!request.refused.get()) {
          super.onHalfClose();
        }
        request.releaseComplete();
      }
    };
  }

  private static Status exhausted(String why) {
    return Status.RESOURCE_EXHAUSTED.withDescription(why);
  }

  /** What one call's requests hold. */
  private final class Request extends ServerStreamTracer {
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong unfinished = new AtomicLong();
    private final AtomicLong complete = new AtomicLong();
    private final AtomicBoolean refused = new AtomicBoolean();
    private final AtomicBoolean isStream = new AtomicBoolean();
    private volatile @Nullable ServerCall<?, ?> call;

    @Override
    public Context filterContext(Context context) {
      return context.withValue(REQUEST, this);
    }

    boolean beginStream() {
      if (streams.incrementAndGet() > MAX_STREAMS) {
        streams.decrementAndGet();
        return false;
      }
      isStream.set(true);
      return true;
    }

    @Override
    public void inboundWireSize(long bytes) {
      long mine = held.addAndGet(bytes);
      long total = all.addAndGet(bytes);
      if (unfinished.addAndGet(bytes) > GrpcServer.MAX_MESSAGE) {
        refuse("received message larger than max (" + GrpcServer.MAX_MESSAGE + ")");
      } else if (total > MAX_WITH_SMALL || (total > MAX_ALL && mine > SHARE)) {
        refuse("requests that are not complete have more than " + MAX_ALL + " bytes");
      }
    }

    private void refuse(String why) {
      ServerCall<?, ?> refusing = call;
      if (refusing != null && refused.compareAndSet(false, true)) {
        // Not on this thread: it holds the lock of the connection.
        Thread.ofVirtual()
            .name("refusal")
            .start(() -> refusing.close(exhausted(why), new Metadata()));
      }
    }

    @Override
    public void inboundMessageRead(int number, long wireSize, long uncompressedSize) {
      complete.addAndGet(unfinished.getAndSet(0));
    }

    void releaseComplete() {
      release(complete.getAndSet(0));
    }

    private void release(long bytes) {
      held.addAndGet(-bytes);
      all.addAndGet(-bytes);
    }

    @Override
    public void streamClosed(Status status) {
      complete.set(0);
      release(held.get());
      if (isStream.getAndSet(false)) {
        streams.decrementAndGet();
      }
    }
  }
}
