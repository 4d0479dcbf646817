package dev.stevedore.dockerd.endpoints;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Exchange;
import dev.stevedore.dockerd.api.JsonStream;
import dev.stevedore.dockerd.api.Router;
import dev.stevedore.dockerd.container.Container;
import dev.stevedore.dockerd.container.ContainerRegistry;
import dev.stevedore.dockerd.container.State;
import dev.stevedore.dockerd.container.Waits;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * {@code POST /containers/ID/wait}: answers at once with a head, and with the end when it comes.
 * Who comes just too late for a container that has removed itself is told how it ended.
 */
public final class WaitEndpoint {
  private final ContainerRegistry registry;

  /** Waits for containers. */
  public WaitEndpoint(ContainerRegistry registry) {
    this.registry = registry;
  }

  /** Adds the route. */
  public void register(Router router) {
    router.post("/containers/{id}/wait", this::handle);
  }

  private void handle(Exchange exchange) throws IOException, InterruptedException {
    String condition = exchange.query().text("condition");
    if (!condition.equals("next-exit")) {
      Optional<Waits.Result> ended = registry.departed(exchange.path("id"));
      if (ended.isPresent()) {
        exchange.respond(view(ended.get()));
        return;
      }
    }
    Container container = registry.find(exchange.path("id"));
    // The futures are taken before the state is read: an end between the two is not missed.
    CompletableFuture<Waits.Result> exit = container.waits().nextExit();
    State state = container.state();
    boolean stopped = !state.isRunning() && state.status() != State.Status.RESTARTING;
    CompletableFuture<Waits.Result> wanted =
        switch (condition) {
          case "", "not-running" ->
              stopped
                  ? CompletableFuture.completedFuture(new Waits.Result(state.exitCode(), ""))
                  : exit;
          case "next-exit" -> exit;
          case "removed" -> container.waits().removed();
          default ->
              throw new ApiException.BadParameter("invalid condition: \"" + condition + "\"");
        };
    exchange.interruptWhenGone();
    try (JsonStream out = exchange.streamJson()) {
      out.write(view(wanted.get()));
    } catch (ExecutionException e) {
      throw new IllegalStateException("waits never fail", e);
    }
  }

  private static ObjectNode view(Waits.Result result) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("StatusCode", result.code());
    if (!result.error().isEmpty()) {
      json.putObject("Error").put("Message", result.error());
    }
    return json;
  }
}
