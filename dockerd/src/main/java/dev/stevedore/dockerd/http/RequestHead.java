package dev.stevedore.dockerd.http;

/**
 * What stands before a request's body.
 *
 * @param method as sent, for example {@code GET}
 * @param path the path, percent-decoded, without the query
 * @param rawQuery what follows the question mark, still encoded; empty if nothing does
 * @param http10 whether the client speaks HTTP/1.0: no chunks, no keep-alive
 * @param headers the header fields
 */
public record RequestHead(
    String method, String path, String rawQuery, boolean http10, Headers headers) {

  /** Returns whether the client lets the connection serve another request after this one. */
  boolean keepAlive() {
    return http10
        ? headers.hasToken("Connection", "keep-alive")
        : !headers.hasToken("Connection", "close");
  }
}
