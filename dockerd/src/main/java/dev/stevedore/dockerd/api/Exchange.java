package dev.stevedore.dockerd.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.stevedore.dockerd.http.Headers;
import dev.stevedore.dockerd.http.HijackedStream;
import dev.stevedore.dockerd.http.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One API request on its way through a {@link Handler}. */
public final class Exchange {
  /** What a request body of JSON may have at most. */
  private static final int MAX_JSON_BYTES = 16 << 20;

  private final HttpExchange http;
  private final ApiVersion version;
  private final Map<String, String> pathParameters;
  private final Query query;

  Exchange(HttpExchange http, ApiVersion version, Map<String, String> pathParameters) {
    this.http = http;
    this.version = version;
    this.pathParameters = pathParameters;
    this.query = Query.parse(http.head().rawQuery());
  }

  /** Returns the API version that the client speaks. */
  public ApiVersion version() {
    return version;
  }

  /** Returns what the path has in place of {@code {name}}. */
  public String path(String name) {
    String value = pathParameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no {" + name + "}");
    }
    return value;
  }

  public Query query() {
    return query;
  }

  /** Returns the value of a request header. */
  public Optional<String> header(String name) {
    return http.head().headers().first(name);
  }

  /** Returns the header fields of the response, to add to before it is sent. */
  public Headers responseHeaders() {
    return http.headers();
  }

  /** Returns the request's method, for example {@code HEAD}. */
  public String method() {
    return http.head().method();
  }

  /** The request's body, as bytes. */
  public InputStream body() {
    return http.body();
  }

  /** Returns whether the request has no body. */
  public boolean isBodyEmpty() {
    return http.isBodyEmpty();
  }

  /**
   * Reads the request's body as JSON.
   *
   * @return empty if there is no body
   * @throws ApiException.BadParameter if it is not JSON, or not of this shape; Docker's texts
   */
  public <T> Optional<T> json(Class<T> type) throws IOException {
    checkJsonContentType();
    if (http.isBodyEmpty()) {
      return Optional.empty();
    }
    byte[] bytes = http.body().readNBytes(MAX_JSON_BYTES + 1);
    if (bytes.length > MAX_JSON_BYTES) {
      throw new ApiException.BadParameter("invalid JSON: the body is larger than 16 MiB");
    }
    if (new String(bytes, StandardCharsets.UTF_8).isBlank()) {
      throw new ApiException.BadParameter("invalid JSON: got EOF while reading request body");
    }
    try {
      return Optional.ofNullable(Json.MAPPER.readValue(bytes, type));
    } catch (JsonProcessingException e) {
      throw new ApiException.BadParameter(JsonSyntax.describe(bytes, e.getOriginalMessage()), e);
    }
  }

  private void checkJsonContentType() {
    String contentType = header("Content-Type").orElse("");
    if (contentType.isEmpty() && http.isBodyEmpty()) {
      return;
    }
    String mediaType = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (mediaType.isEmpty()) {
      throw new ApiException.BadParameter("malformed Content-Type header (): mime: no media type");
    }
    if (!mediaType.equals("application/json")) {
      throw new ApiException.BadParameter(
          "unsupported Content-Type header (" + contentType + "): must be 'application/json'");
    }
  }

  /** Answers 200 with JSON. */
  public void respond(Object json) throws IOException {
    respond(200, json);
  }

  /** Answers with JSON. */
  public void respond(int status, Object json) throws IOException {
    http.headers().set("Content-Type", "application/json");
    http.send(status, Json.bytes(json));
  }

  /** Answers without a body, for example 204. */
  public void respondEmpty(int status) throws IOException {
    http.send(status, new byte[0]);
  }

  /** Answers with plain text. */
  public void respondText(int status, String text) throws IOException {
    http.headers().set("Content-Type", "text/plain; charset=utf-8");
    http.send(status, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Answers 200 with a body of unknown length. Headers go out at once, and each write too.
   *
   * @param contentType for example {@code application/json} or {@code application/x-tar}
   */
  public OutputStream stream(String contentType) throws IOException {
    http.headers().set("Content-Type", contentType);
    return http.stream(200);
  }

  /** Answers 200 with a stream of JSON values, one per line. */
  public JsonStream streamJson() throws IOException {
    return new JsonStream(stream("application/json"));
  }

  /**
   * Turns the connection into a raw stream: what {@code attach} and {@code exec} run over.
   *
   * @param multiplexed whether stdout and stderr will be framed; decides the media type since 1.42
   */
  public HijackedStream hijack(boolean multiplexed) throws IOException {
    boolean asked = header("Upgrade").isPresent();
    // Only upgraded connections were ever told of multiplexing; before 1.42 all were called raw.
    return http.hijack(
        multiplexed && asked && version.atLeast(42)
            ? "application/vnd.docker.multiplexed-stream"
            : "application/vnd.docker.raw-stream");
  }

  /** Returns whether an answer has begun. */
  public boolean isStarted() {
    return http.isStarted();
  }

  /** Has an action run, on another thread, if the client goes away while the handler works. */
  public void whenGone(Runnable action) {
    http.whenGone(action);
  }

  /** Interrupts the calling thread if the client goes away while the handler works. */
  public void interruptWhenGone() {
    http.whenGone(Thread.currentThread()::interrupt);
  }
}
