package dev.stevedore.containerd.monitoring;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/** Counts calls as containerd does: by service, method, type and code. */
public final class CallMetrics implements ServerInterceptor {
  private final Metrics metrics;
  private final boolean histogram;

  /**
   * Counts here.
   *
   * @param histogram whether to note how long calls take, too
   */
  public CallMetrics(Metrics metrics, boolean histogram) {
    this.metrics = metrics;
    this.histogram = histogram;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Counted counted = new Counted(call.getMethodDescriptor());
    counted.count("grpc_server_started_total", "Total number of RPCs started on the server.");
    ServerCall<Q, A> sending =
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void sendMessage(A message) {
            counted.count(
                "grpc_server_msg_sent_total",
                "Total number of gRPC stream messages sent by the server.");
            super.sendMessage(message);
          }

          @Override
          public void close(Status status, Metadata trailers) {
            counted.end(status.getCode());
            super.close(status, trailers);
          }
        };
    return new SimpleForwardingServerCallListener<>(next.startCall(sending, headers)) {
      @Override
      public void onMessage(Q message) {
        counted.count(
            "grpc_server_msg_received_total",
            "Total number of RPC stream messages received on the server.");
        super.onMessage(message);
      }

      @Override
      public void onCancel() {
        counted.end(Status.Code.CANCELLED);
        super.onCancel();
      }
    };
  }

  /** One call. */
  private final class Counted {
    private final String[] labels;
    private final long start = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();

    Counted(MethodDescriptor<?, ?> method) {
      labels =
          new String[] {
            "grpc_method", String.valueOf(method.getBareMethodName()),
            "grpc_service", String.valueOf(method.getServiceName()),
            "grpc_type", type(method.getType())
          };
    }

    private static String type(MethodDescriptor.MethodType type) {
      return switch (type) {
        case UNARY -> "unary";
        case CLIENT_STREAMING -> "client_stream";
        case SERVER_STREAMING -> "server_stream";
        default -> "bidi_stream";
      };
    }

    void count(String name, String help) {
      metrics.count(name, help, 1, labels);
    }

    void end(Status.Code code) {
      if (!ended.compareAndSet(false, true)) {
        return;
      }
      String[] coded = new String[labels.length + 2];
      coded[0] = "grpc_code";
      coded[1] = goName(code);
      System.arraycopy(labels, 0, coded, 2, labels.length);
      metrics.count(
          "grpc_server_handled_total",
          "Total number of RPCs completed on the server, regardless of success or failure.",
          1,
          coded);
      if (histogram) {
        metrics.observe(
            "grpc_server_handling_seconds",
            "Histogram of response latency (seconds) of gRPC that had been application-level"
                + " handled by the server.",
            Duration.ofNanos(System.nanoTime() - start),
            labels);
      }
    }

    /** As Go writes codes: NotFound. */
    private static String goName(Status.Code code) {
      if (code == Status.Code.OK) {
        return "OK";
      }
      StringBuilder name = new StringBuilder();
      for (String word : code.name().split("_")) {
        name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
      }
      return name.toString();
    }
  }
}
