package dev.stevedore.containerd.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestContextTest {
  private static Metadata headers(String... namesAndValues) {
    Metadata headers = new Metadata();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.put(
          Metadata.Key.of(namesAndValues[i], Metadata.ASCII_STRING_MARSHALLER),
          namesAndValues[i + 1]);
    }
    return headers;
  }

  private static List<String> seen(Metadata headers) {
    List<String> seen = new ArrayList<>();
    var _ =
        new RequestContext.Interceptor()
            .interceptCall(
                new NoCall(),
                headers,
                (call, given) -> {
                  seen.add(RequestContext.namespaceIfSet().orElse("none"));
                  seen.add(RequestContext.lease().orElse("none"));
                  return new ServerCall.Listener<>() {};
                });
    return seen;
  }

  @Test
  void theFirstHeaderCounts() {
    assertThat(
            seen(
                headers(
                    "containerd-namespace", "now",
                    "containerd-lease", "mine",
                    "containerd-namespace", "before",
                    "containerd-lease", "older")))
        .containsExactly("now", "mine");
    assertThat(seen(headers())).containsExactly("none", "none");
  }

  private static final class NoCall extends ServerCall<String, String> {
    @Override
    public void request(int count) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(String message) {}

    @Override
    public void close(Status status, Metadata trailers) {}

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public MethodDescriptor<String, String> getMethodDescriptor() {
      throw new UnsupportedOperationException();
    }
  }
}
