package dev.stevedore.dockerd.endpoints;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Exchange;
import dev.stevedore.dockerd.api.Query;
import dev.stevedore.dockerd.api.Router;
import dev.stevedore.dockerd.container.Container;
import dev.stevedore.dockerd.container.EngineParts;
import dev.stevedore.dockerd.container.State;
import dev.stevedore.dockerd.container.config.ContainerConfig;
import dev.stevedore.dockerd.container.io.OutputClient;
import dev.stevedore.dockerd.http.HijackedStream;
import dev.stevedore.dockerd.logs.LogQuery;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code POST /containers/ID/attach}. */
public final class AttachEndpoint {
  private final EngineParts engine;

  /** Attaches to containers of an engine. */
  public AttachEndpoint(EngineParts engine) {
    this.engine = engine;
  }

  /** Adds the route. */
  public void register(Router router) {
    router.post("/containers/{id}/attach", this::attach);
  }

  private void attach(Exchange exchange) throws IOException, InterruptedException {
    Query query = exchange.query();
    Container container = engine.registry().find(exchange.path("id"));
    ContainerConfig config = container.definition().config();
    DetachKeys keys = new DetachKeys(query.text("detachKeys"));
    if (container.state().status() == State.Status.PAUSED) {
      throw new ApiException.Conflict(
          "container " + container.id() + " is paused, unpause the container before attach");
    }
    if (container.state().status() == State.Status.RESTARTING) {
      throw new ApiException.Conflict(
          "container " + container.id() + " is restarting, wait until the container is running");
    }
    boolean stream = query.isTrue("stream");
    AttachSession.Wish wish =
        new AttachSession.Wish(
            query.isTrue("stdin") && config.openStdin(),
            query.isTrue("stdout"),
            query.isTrue("stderr"),
            config.tty(),
            config.tty(),
            config.stdinOnce() && !config.tty(),
            config.tty() ? Optional.of(keys) : Optional.empty());
    boolean output = stream && (wish.stdout() || wish.stderr());
    // Attached before the answer: what is written after it is seen.
    @Nullable OutputClient client = output ? container.output().attach() : null;
    boolean detached = false;
    try {
      HijackedStream connection = exchange.hijack(!config.tty());
      if (query.isTrue("logs")) {
        replay(container, wish, connection);
      }
      engine.publish(container, "attach", Map.of());
      if (stream) {
        detached = new AttachSession(wish, container.input(), client, connection).run();
      } else {
        connection.close();
      }
    } finally {
      if (client != null) {
        client.close();
      }
    }
    if (detached) {
      engine.publish(container, "detach", Map.of());
    }
  }

  private static void replay(
      Container container, AttachSession.Wish wish, HijackedStream connection) throws IOException {
    StreamFrames frames = new StreamFrames(connection.output(), !wish.raw());
    container
        .log()
        .read(
            new LogQuery(wish.stdout(), wish.stderr(), -1, false, null, null),
            entry -> frames.write(entry.stream(), entry.line()));
  }
}
