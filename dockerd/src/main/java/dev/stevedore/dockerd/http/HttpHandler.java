package dev.stevedore.dockerd.http;

import java.io.IOException;

/** Answers requests; called on a virtual thread of the connection's own, so it may block. */
@FunctionalInterface
public interface HttpHandler {
  /**
   * Answers one request.
   *
   * @throws IOException if the connection failed, or the request is malformed; it is closed
   */
  void handle(HttpExchange exchange) throws IOException;
}
