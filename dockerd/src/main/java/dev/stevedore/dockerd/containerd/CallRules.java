package dev.stevedore.dockerd.containerd;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every call to containerd has: the namespace header, waiting for a containerd that is just
 * being restarted, for calls with one answer an end to that waiting, and a line in the debug log.
 */
final class CallRules implements ClientInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerdClient.class);
  private static final Metadata.Key<String> NAMESPACE =
      Metadata.Key.of("containerd-namespace", Metadata.ASCII_STRING_MARSHALLER);

  private final String namespace;
  private final Duration limit;

  /**
   * Makes the interceptor.
   *
   * @param limit how long a call with one answer may take
   */
  CallRules(String namespace, Duration limit) {
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
        long begin = System.nanoTime();
        super.start(
            new SimpleForwardingClientCallListener<>(responses) {
              @Override
              public void onClose(Status status, Metadata trailers) {
                LOG.debug(
                    "{} {} after {} us",
                    method.getFullMethodName(),
                    status.getCode(),
                    (System.nanoTime() - begin) / 1000);
                super.onClose(status, trailers);
              }
            },
            headers);
      }
    };
  }
}
