package dev.stevedore.dockerd.containerd;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What every call to containerd has: the namespace header, waiting for a containerd that is just
 * being restarted, and for calls with one answer an end to that waiting.
 */
final class Deadlines implements ClientInterceptor {
  private static final Metadata.Key<String> NAMESPACE =
      Metadata.Key.of("containerd-namespace", Metadata.ASCII_STRING_MARSHALLER);

  private final String namespace;
  private final Duration limit;

  /**
   * Makes the interceptor.
   *
   * @param limit how long a call with one answer may take
   */
  Deadlines(String namespace, Duration limit) {
    this.namespace = namespace;
    this.limit = limit;
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions given, Channel next) {
    CallOptions options = given.withWaitForReady();
    if (method.getType() == MethodType.UNARY && given.getDeadline() == null) {
      options = options.withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<R> responses, Metadata headers) {
        headers.put(NAMESPACE, namespace);
        super.start(responses, headers);
      }
    };
  }
}
