package dev.stevedore.containerd.server;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.grpc.GrpcConnectionContext;
import io.helidon.webserver.grpc.ServerContextKeys;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells calls that their connection has ended.
 *
 * <p>Helidon 4.5.0 does not: a call whose client was killed would wait for its next message for
 * ever, with its thread and, here, with the ref of the ingest that it was writing. So the selector
 * that makes connections is wrapped, to see them end, and the calls of each are kept.
 */
final class ConnectionEnds implements ServerInterceptor {
  private final Map<String, Set<Call<?>>> calls = new ConcurrentHashMap<>();

  /** A selector whose connections are watched. */
  ServerConnectionSelector watch(ServerConnectionSelector selector) {
    return new ServerConnectionSelector() {
      @Override
      public int bytesToIdentifyConnection() {
        return selector.bytesToIdentifyConnection();
      }

      @Override
      public Support supports(BufferData data) {
        return selector.supports(data);
      }

      @Override
      public Set<String> supportedApplicationProtocols() {
        return selector.supportedApplicationProtocols();
      }

      @Override
      public ServerConnection connection(ConnectionContext context) {
        String id = id(context.socketId(), context.childSocketId());
        return new Watched(selector.connection(context), () -> ended(id));
      }
    };
  }

  private static String id(String server, String connection) {
    return server + " " + connection;
  }

  private void ended(String id) {
    Set<Call<?>> left = calls.remove(id);
    if (left != null) {
      left.forEach(Call::connectionEnded);
    }
  }

  private record Watched(ServerConnection connection, Runnable onEnd) implements ServerConnection {
    @Override
    public void handle(Limit limit) throws InterruptedException {
      try {
        connection.handle(limit);
      } finally {
        onEnd.run();
      }
    }

    @Override
    public Duration idleTime() {
      return connection.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
      connection.close(interrupt);
    }
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    GrpcConnectionContext connection = ServerContextKeys.CONNECTION_CONTEXT.get();
    String id = id(connection.serverSocketId(), connection.connectionSocketId());
    Set<Call<?>> others = calls.computeIfAbsent(id, it -> ConcurrentHashMap.newKeySet());
    Call<Q> listener = new Call<>(next.startCall(call, headers), Thread.currentThread(), others);
    others.add(listener);
    return listener;
  }

  /** A call that has not ended. Its thread waits for messages unless a listener's method runs. */
  private static final class Call<Q> extends SimpleForwardingServerCallListener<Q> {
    private final Thread thread;
    private final Set<Call<?>> others;
    private boolean busy;
    private boolean ended;

    Call(ServerCall.Listener<Q> listener, Thread thread, Set<Call<?>> others) {
      super(listener);
      this.thread = thread;
      this.others = others;
    }

    void connectionEnded() {
      onCancel();
      synchronized (this) {
        ended = true;
        if (!busy) {
          thread.interrupt();
        }
      }
    }

    private void run(Runnable method) {
      synchronized (this) {
        busy = true;
      }
      try {
        method.run();
      } finally {
        synchronized (this) {
          busy = false;
          if (ended) {
            // What runs is not disturbed, but afterwards there is nothing to wait for.
            thread.interrupt();
          }
        }
      }
    }

    @Override
    public void onMessage(Q message) {
      run(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      run(super::onHalfClose);
    }

    @Override
    public void onCancel() {
      if (others.remove(this)) {
        super.onCancel();
      }
    }

    @Override
    public void onComplete() {
      if (others.remove(this)) {
        super.onComplete();
      }
    }
  }
}
