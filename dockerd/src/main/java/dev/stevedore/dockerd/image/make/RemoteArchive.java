package dev.stevedore.dockerd.image.make;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.lib.registry.http.TransportFailures;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;

/** What is at a URL that {@code docker import} was given, while it is downloaded. */
public final class RemoteArchive implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** How much of a server's words is told to the client. */
  private static final int MOST_WORDS = 4096;

  private final HttpClient client;
  private final URI location;
  private final HttpResponse<InputStream> answer;

  private RemoteArchive(HttpClient client, URI location, HttpResponse<InputStream> answer) {
    this.client = client;
    this.location = location;
    this.answer = answer;
  }

  /**
   * Asks a server, and those that it refers to.
   *
   * @param source a URL; without a scheme it is one of http
   * @throws ApiException if there is no such URL, host or file, or it may not be read
   */
  public static RemoteArchive open(String source, ProxySelector proxies)
      throws IOException, InterruptedException {
    URI location = location(source);
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(PATIENCE)
            .proxy(proxies)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    boolean opened = false;
    try {
      HttpResponse<InputStream> answer = get(client, location);
      if (answer.statusCode() >= 400) {
        throw refusal(location, answer);
      }
      opened = true;
      return new RemoteArchive(client, location, answer);
    } finally {
      if (!opened) {
        client.shutdownNow();
      }
    }
  }

  private static URI location(String source) {
    try {
      URI uri = new URI(source.contains("://") ? source : "http://" + source);
      if (uri.getHost() == null
          || !("http".equalsIgnoreCase(uri.getScheme())
              || "https".equalsIgnoreCase(uri.getScheme()))) {
        throw new ApiException.BadParameter(
            "Get \"%s\": unsupported protocol scheme or no host".formatted(source));
      }
      return uri;
    } catch (URISyntaxException e) {
      throw new ApiException.BadParameter("parse \"%s\": %s".formatted(source, e.getReason()), e);
    }
  }

  private static HttpResponse<InputStream> get(HttpClient client, URI location)
      throws InterruptedException {
    try {
      HttpRequest request = HttpRequest.newBuilder(location).build();
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      String why = TransportFailures.text("GET", location, e);
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
          throw new ApiException.NotFound(why);
        }
      }
      throw new ApiException.Internal(why, e);
    }
  }

  private static ApiException refusal(URI location, HttpResponse<InputStream> answer)
      throws IOException {
    String words;
    try (InputStream body = answer.body()) {
      words = new String(body.readNBytes(MOST_WORDS), StandardCharsets.UTF_8).strip();
    }
    int status = answer.statusCode();
    String why = "failed to GET %s with status %d: %s".formatted(location, status, words);
    return switch (status) {
      case 400 -> new ApiException.BadParameter(why);
      case 401 -> new ApiException.Unauthorized(why);
      case 403 -> new ApiException.Forbidden(why);
      case 404 -> new ApiException.NotFound(why);
      default -> new ApiException.Internal(why);
    };
  }

  /** Where it is, as it was asked for. */
  public URI location() {
    return location;
  }

  /** How long it is, in bytes; -1 if the server does not say. */
  public long size() {
    return answer.headers().firstValueAsLong("content-length").orElse(-1);
  }

  /** The archive. */
  public InputStream content() {
    return answer.body();
  }

  /** Ends the download. */
  @Override
  public void close() throws IOException {
    answer.body().close();
    client.shutdownNow();
  }
}
