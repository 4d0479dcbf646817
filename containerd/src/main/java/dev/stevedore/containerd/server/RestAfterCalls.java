package dev.stevedore.containerd.server;

import dev.stevedore.lib.daemon.IdleMemory;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Tells when calls are made, so that memory can be given back when there are none. */
final class RestAfterCalls implements ServerInterceptor {
  private final IdleMemory memory = new IdleMemory();

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return new ForwardingServerCallListener.SimpleForwardingServerCallListener<>(
        next.startCall(call, headers)) {
      @Override
      public void onMessage(Q message) {
        memory.worked();
        super.onMessage(message);
      }

      @Override
      public void onHalfClose() {
        super.onHalfClose();
        memory.worked();
      }
    };
  }
}
