package dev.stevedore.lib.registry;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One request to a registry, which may have to be sent again: after a challenge, a redirect or a
 * passing failure.
 *
 * @param scopes what a token for it must allow
 * @param body made anew each time it is sent
 * @param size of the body in bytes
 * @param repeats whether it is sent again after a passing failure
 */
record Call(
    String method,
    URI uri,
    List<String> scopes,
    Map<String, String> headers,
    Supplier<BodyPublisher> body,
    long size,
    boolean repeats) {
  private static final Duration ANSWER = Duration.ofSeconds(60);

  /** A line this slow would take days for an image. */
  private static final long SLOWEST_BYTES_PER_SECOND = 16 * 1024;

  static Call of(String method, URI uri, List<String> scopes) {
    boolean safe = method.equals("GET") || method.equals("HEAD");
    return new Call(method, uri, scopes, Map.of(), BodyPublishers::noBody, 0, safe);
  }

  Call with(Map<String, String> moreHeaders) {
    return new Call(method, uri, scopes, moreHeaders, body, size, repeats);
  }

  Call with(Supplier<BodyPublisher> content, long length) {
    return new Call(method, uri, scopes, headers, content, length, repeats);
  }

  /** The same, sent again after a passing failure or not. */
  Call repeating(boolean whether) {
    return new Call(method, uri, scopes, headers, body, size, whether);
  }

  Call to(URI other) {
    return new Call(method, other, scopes, headers, body, size, repeats);
  }

  /** How long the answer's head may take, with the time for the body. */
  Duration limit() {
    return ANSWER.plusSeconds(size / SLOWEST_BYTES_PER_SECOND);
  }
}
