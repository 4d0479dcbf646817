package dev.stevedore.dockerd.api;

import java.io.IOException;

/** Answers one endpoint's requests. */
@FunctionalInterface
public interface Handler {
  /**
   * Answers a request. If it returns without an answer, the client gets 200 with no body.
   *
   * @throws ApiException what the client shall be told; also allowed after a stream has begun,
   *     which is then broken off
   * @throws IOException if something cannot be read or written: on this host, which the client is
   *     told with 500 unless a stream has begun, or on the connection, which is closed then
   * @throws InterruptedException if the client has gone (see {@link Exchange#interruptWhenGone})
   */
  void handle(Exchange exchange) throws IOException, InterruptedException;
}
