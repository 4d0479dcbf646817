package dev.stevedore.lib.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stevedore.lib.registry.RegistryException.Kind;
import dev.stevedore.lib.registry.auth.Challenge;
import dev.stevedore.lib.registry.http.StallGuard;
import dev.stevedore.lib.registry.http.TransportFailures;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One registry's API, reached and authorized. */
final class Connection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final int MOST_REDIRECTS = 10;

  private final RegistrySettings settings;
  private final Endpoint endpoint;
  private final HttpClient client;
  private final Authorizer authorizer;
  private final URI base;

  /**
   * Finds out where the API is, and how it wants to be convinced.
   *
   * @param offline whether tokens are asked for that outlive a password
   * @throws RegistryException if it cannot be reached
   */
  Connection(RegistrySettings settings, Endpoint endpoint, Credentials credentials, boolean offline)
      throws IOException {
    this.settings = settings;
    this.endpoint = endpoint;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(endpoint.dialTimeout())
            .proxy(settings.proxies())
            .sslContext(endpoint.tls().context(endpoint.hostPort()))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    this.authorizer = new Authorizer(call -> follow(call, Optional.empty()), credentials, offline);
    boolean reached = false;
    try {
      this.base = ping();
      reached = true;
    } finally {
      if (!reached) {
        client.shutdownNow();
      }
    }
  }

  private URI ping() throws IOException {
    IOException failure = new IOException("no URL for " + endpoint.hostPort());
    for (URI candidate : endpoint.bases()) {
      boolean secure = "https".equals(candidate.getScheme());
      try {
        HttpResponse<InputStream> answer =
            follow(Call.of("GET", candidate, List.of()), Optional.empty());
        answer.body().close();
        if (answer.statusCode() == 400 && !secure) {
          // What a server with TLS says to one without.
          throw new RegistryException(
              Kind.REFUSED, candidate + ": client sent an HTTP request to an HTTPS server");
        }
        if (answer.statusCode() == 401) {
          authorizer.challenged(challenges(answer));
        }
        return candidate;
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        LOG.debug("{}: {}", candidate, e.getMessage());
        if (!secure || endpoint.bases().size() == 1) {
          failure = e;
        }
      }
    }
    throw failure;
  }

  private static List<Challenge> challenges(HttpResponse<InputStream> answer) {
    return Challenge.parse(answer.headers().allValues("WWW-Authenticate"));
  }

  Authorizer authorizer() {
    return authorizer;
  }

  RegistrySettings settings() {
    return settings;
  }

  /** A URL of the API; the path begins after {@code /v2/}. */
  URI uri(String path) {
    String of =
        endpoint
            .namespace()
            .map(it -> (path.contains("?") ? "&ns=" : "?ns=") + URLEncoder.encode(it, UTF_8))
            .orElse("");
    return base.resolve(path + of);
  }

  /** A Location header, which may be relative to the request. */
  URI location(HttpResponse<InputStream> answer) throws RegistryException {
    String location = Answers.header(answer, "Location");
    if (location.isEmpty()) {
      throw new RegistryException(Kind.CORRUPT, answer.uri() + ": the answer has no Location");
    }
    return answer.request().uri().resolve(location);
  }

  /**
   * Sends a call, again if it fails for a passing reason and may be repeated.
   *
   * @return the answer, whatever its status; the caller closes its body
   * @throws RegistryException if no answer came
   */
  HttpResponse<InputStream> send(Call call) throws IOException {
    Retries retries = new Retries(settings.retries(), RetryListener.NONE);
    while (true) {
      try {
        HttpResponse<InputStream> answer = authorized(call);
        if (!call.repeats() || !Answers.isBusy(answer.statusCode()) || retries.isLast()) {
          return answer;
        }
        retries.pause(Answers.refusal(answer));
      } catch (RegistryException e) {
        if (!call.repeats() || e.kind() != Kind.UNREACHABLE) {
          throw e;
        }
        retries.pause(e);
      }
    }
  }

  private HttpResponse<InputStream> authorized(Call call) throws IOException {
    HttpResponse<InputStream> answer = follow(call, authorizer.header(call.scopes()));
    if (answer.statusCode() != 401) {
      return answer;
    }
    if (authorizer.refused(challenges(answer), call.scopes())) {
      answer.body().close();
      answer = follow(call, authorizer.header(call.scopes()));
    }
    if (answer.statusCode() == 401 && authorizer.lacksPassword()) {
      answer.body().close();
      throw new RegistryException(
          Kind.UNAUTHORIZED,
          TransportFailures.text(
              call.method(), call.uri(), new IOException("no basic auth credentials")));
    }
    return answer;
  }

  /** Follows redirects; who one is, is told to the registry only. */
  private HttpResponse<InputStream> follow(Call call, Optional<String> authorization)
      throws IOException {
    Call current = call;
    Optional<String> header = authorization;
    Map<String, List<String>> headers = endpoint.headers();
    for (int i = 0; i < MOST_REDIRECTS; i++) {
      HttpResponse<InputStream> answer = sendOnce(current, header, headers);
      if (!isRedirect(answer.statusCode())) {
        return answer;
      }
      answer.body().close();
      URI next = location(answer);
      if (!isSameOrigin(current.uri(), next)) {
        header = Optional.empty();
        headers = Map.of(); // they may be secrets as well
      }
      if ("https".equals(current.uri().getScheme())
          && !"https".equals(next.getScheme())
          && !endpoint.insecure()) {
        throw new RegistryException(
            Kind.REFUSED, current.uri() + ": redirects to " + next + ", which has no TLS");
      }
      current = current.to(next);
    }
    throw new RegistryException(Kind.REFUSED, call.uri() + ": stopped after 10 redirects");
  }

  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private static boolean isSameOrigin(URI one, URI other) {
    return String.valueOf(one.getScheme()).equals(other.getScheme())
        && String.valueOf(one.getAuthority()).equals(other.getAuthority());
  }

  private HttpResponse<InputStream> sendOnce(
      Call call, Optional<String> authorization, Map<String, List<String>> headers)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(call.uri())
            .method(call.method(), call.body().get())
            .timeout(call.limit());
    if (headers.keySet().stream().noneMatch("User-Agent"::equalsIgnoreCase)) {
      request.header("User-Agent", settings.userAgent());
    }
    headers.forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    call.headers().forEach(request::setHeader);
    authorization.ifPresent(it -> request.setHeader("Authorization", it));
    try {
      HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
      LOG.debug("{} {}: {}", call.method(), call.uri(), answer.statusCode());
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    } catch (IOException e) {
      throw new RegistryException(
          Kind.UNREACHABLE, TransportFailures.text(call.method(), call.uri(), e), e);
    }
  }

  /** The body of an answer, which is given up when it stands still for too long. */
  InputStream guarded(HttpResponse<InputStream> answer) {
    return new StallGuard(answer.body(), settings.stall());
  }

  static InterruptedIOException interrupted() {
    return new InterruptedIOException("interrupted");
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
