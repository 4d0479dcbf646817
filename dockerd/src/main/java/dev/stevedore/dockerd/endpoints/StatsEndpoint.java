package dev.stevedore.dockerd.endpoints;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Exchange;
import dev.stevedore.dockerd.api.JsonStream;
import dev.stevedore.dockerd.api.Router;
import dev.stevedore.dockerd.container.Container;
import dev.stevedore.dockerd.container.EngineParts;
import dev.stevedore.dockerd.stats.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** {@code GET /containers/ID/stats}: a sample per second, or one. */
public final class StatsEndpoint {
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private final EngineParts engine;

  /** Tells what the containers of an engine use. */
  public StatsEndpoint(EngineParts engine) {
    this.engine = engine;
  }

  /** Adds the route. */
  public void register(Router router) {
    router.get("/containers/{id}/stats", this::stats);
  }

  private void stats(Exchange exchange) throws IOException, InterruptedException {
    Container container = engine.registry().find(exchange.path("id"));
    boolean stream = exchange.query().get("stream").isEmpty() || exchange.query().isTrue("stream");
    boolean oneShot = exchange.query().isTrue("one-shot");
    if (stream && oneShot) {
      throw new ApiException.BadParameter("cannot have stream=true and one-shot=true");
    }
    if (stream) {
      exchange.interruptWhenGone();
      follow(container, exchange);
    } else if (!container.state().isRunning()) {
      exchange.respond(
          JsonNodeFactory.instance
              .objectNode()
              .put("name", "/" + container.name())
              .put("id", container.id()));
    } else {
      Optional<Sample> before = oneShot ? Optional.empty() : Optional.of(sample(container));
      if (before.isPresent()) {
        Thread.sleep(BETWEEN);
      }
      exchange.respond(sample(container).after(before));
    }
  }

  /** Until the client goes, or the container is removed. */
  private void follow(Container container, Exchange exchange)
      throws IOException, InterruptedException {
    Optional<Sample> before = Optional.of(sample(container));
    try (JsonStream out = exchange.streamJson()) {
      while (engine.registry().byId(container.id()).isPresent()) {
        Thread.sleep(BETWEEN);
        Sample now = sample(container);
        out.write(now.after(before));
        before = Optional.of(now);
      }
    }
  }

  private Sample sample(Container container) throws IOException {
    return Sample.of(container, engine.tasks());
  }
}
