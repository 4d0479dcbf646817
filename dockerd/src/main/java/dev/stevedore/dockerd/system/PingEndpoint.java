package dev.stevedore.dockerd.system;

import dev.stevedore.dockerd.api.Exchange;
import dev.stevedore.dockerd.api.Router;
import java.io.IOException;

/**
 * {@code GET} and {@code HEAD /_ping}: how clients find out that we live, and which API version we
 * speak.
 */
public final class PingEndpoint {
  private PingEndpoint() {}

  public static void register(Router router) {
    router.get("/_ping", PingEndpoint::ping);
    router.head("/_ping", PingEndpoint::ping);
  }

  private static void ping(Exchange exchange) throws IOException {
    exchange.responseHeaders().set("Cache-Control", "no-cache, no-store, must-revalidate");
    exchange.responseHeaders().set("Pragma", "no-cache");
    exchange.responseHeaders().set("Swarm", "inactive");
    exchange.respondText(200, exchange.method().equals("HEAD") ? "" : "OK");
  }
}
