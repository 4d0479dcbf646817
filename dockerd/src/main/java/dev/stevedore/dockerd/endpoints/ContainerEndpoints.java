package dev.stevedore.dockerd.endpoints;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Exchange;
import dev.stevedore.dockerd.api.PruneFilters;
import dev.stevedore.dockerd.api.Query;
import dev.stevedore.dockerd.api.Router;
import dev.stevedore.dockerd.container.Container;
import dev.stevedore.dockerd.container.Creation;
import dev.stevedore.dockerd.container.Definition;
import dev.stevedore.dockerd.container.EngineParts;
import dev.stevedore.dockerd.container.Lifecycle;
import dev.stevedore.dockerd.container.OldLinks;
import dev.stevedore.dockerd.container.State;
import dev.stevedore.dockerd.container.Stopping;
import dev.stevedore.dockerd.container.config.WholeMacAddress;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The endpoints of containers, save for those that stream. */
public final class ContainerEndpoints {
  private final EngineParts engine;
  private final Creation creation;
  private final Lifecycle lifecycle;
  private final Stopping stopping;
  private final ContainerList list;

  /** Serves the containers of an engine. */
  public ContainerEndpoints(
      EngineParts engine, Creation creation, Lifecycle lifecycle, Stopping stopping) {
    this.engine = engine;
    this.creation = creation;
    this.lifecycle = lifecycle;
    this.stopping = stopping;
    this.list = new ContainerList(engine.registry(), engine.images());
  }

  /** Adds the routes. */
  public void register(Router router) {
    router.post("/containers/create", this::create);
    router.get("/containers/json", this::list);
    router.post("/containers/prune", this::prune);
    router.get("/containers/{id...}/json", this::inspect);
    router.get("/containers/{id}/top", this::top);
    router.post("/containers/{id}/start", this::start);
    router.post("/containers/{id}/stop", this::stop);
    router.post("/containers/{id}/restart", this::restart);
    router.post("/containers/{id}/kill", this::kill);
    router.post("/containers/{id}/pause", this::pause);
    router.post("/containers/{id}/unpause", this::unpause);
    router.post("/containers/{id}/rename", this::rename);
    router.post("/containers/{id}/resize", this::resize);
    router.delete("/containers/{id}", this::remove);
    router.delete("/containers/{id}/{alias}", this::removeLink);
    router.get("/containers/{id}/attach/ws", this::notYet);
  }

  private void notYet(Exchange exchange) {
    throw new ApiException.NotImplemented(
        exchange.method() + " of this endpoint is not available yet in Stevedore");
  }

  private Container container(Exchange exchange) {
    return engine.registry().find(exchange.path("id"));
  }

  private void create(Exchange exchange) throws IOException, InterruptedException {
    ObjectNode body =
        exchange
            .json(ObjectNode.class)
            .orElseThrow(
                () ->
                    new ApiException.BadParameter(
                        "config cannot be empty in order to create a container"));
    boolean old = exchange.version().before(44);
    OlderCreate.adapt(body, exchange.version());
    Optional<String> warning = WholeMacAddress.move(body, old);
    Query query = exchange.query();
    Creation.Created created =
        creation.create(query.text("name"), body, PlatformParameter.of(query), old);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("Id", created.container().id());
    ArrayNode warnings = json.putArray("Warnings");
    warning.ifPresent(warnings::add);
    created.warnings().forEach(warnings::add);
    exchange.respond(201, json);
  }

  private void list(Exchange exchange) throws IOException {
    Query query = exchange.query();
    ContainerList.Wish wish =
        new ContainerList.Wish(
            query.isTrue("all"), query.number("limit").orElse(0L), query.filters());
    Instant now = Instant.now();
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    Map<String, List<String>> linked = OldLinks.names(engine.registry());
    for (Container container : list.select(wish)) {
      ObjectNode line = ContainerList.view(container, engine, now);
      linked.getOrDefault(container.id(), List.of()).forEach(line.withArray("Names")::add);
      if (exchange.version().before(48)) {
        line.remove("ImageManifestDescriptor");
      }
      if (exchange.version().before(46)) {
        ((ObjectNode) line.path("HostConfig")).remove("Annotations");
      }
      if (query.isTrue("size")) {
        addSizes(line, container);
      }
      json.add(line);
    }
    exchange.respond(json);
  }

  private void addSizes(ObjectNode json, Container container) {
    long own = engine.snapshots().usage(container.id());
    if (own > 0) {
      json.put("SizeRw", own);
    }
    long image =
        engine.images().find(container.definition().imageId()).config().diffIds().isEmpty()
            ? 0
            : engine.images().size(engine.images().find(container.definition().imageId()));
    json.put("SizeRootFs", own + image);
  }

  private void inspect(Exchange exchange) throws IOException {
    Container container = container(exchange);
    ObjectNode json = InspectView.of(container, engine, exchange.version());
    if (exchange.query().isTrue("size")) {
      addSizes(json, container);
    }
    exchange.respond(json);
  }

  private void top(Exchange exchange) throws IOException, InterruptedException {
    String options = exchange.query().text("ps_args");
    ProcessTable.check(options);
    Container container = container(exchange);
    State.Status status = container.state().status();
    if (status == State.Status.RESTARTING) {
      throw new ApiException.Conflict(
          "Container " + container.id() + " is restarting, wait until the container is running");
    }
    if (!container.state().isRunning()) {
      throw new ApiException.Conflict("container " + container.id() + " is not running");
    }
    Set<Integer> pids = Set.copyOf(engine.tasks().pids(container.id()));
    exchange.respond(ProcessTable.of(pids, options));
    engine.publish(container, "top", Map.of());
  }

  private void start(Exchange exchange) throws IOException, InterruptedException {
    if (!exchange.query().text("checkpoint").isEmpty()) {
      throw new ApiException.BadParameter("checkpoints are not available yet");
    }
    new DetachKeys(exchange.query().text("detachKeys"));
    lifecycle.start(container(exchange));
    exchange.respondEmpty(204);
  }

  private void stop(Exchange exchange) throws IOException, InterruptedException {
    Container container = container(exchange);
    try {
      stopping.stop(container, exchange.query().text("signal"), timeout(exchange));
    } catch (ApiException.NotModified e) {
      throw e;
    } catch (ApiException e) {
      throw failed("cannot stop container: ", exchange, e);
    }
    exchange.respondEmpty(204);
  }

  private void restart(Exchange exchange) throws IOException, InterruptedException {
    Container container = container(exchange);
    try {
      stopping.restart(container, exchange.query().text("signal"), timeout(exchange));
    } catch (ApiException e) {
      throw failed("Cannot restart container ", exchange, e);
    }
    exchange.respondEmpty(204);
  }

  /** Whatever the kind of the error was, it is one of the engine's now, as in Docker. */
  private static ApiException failed(String what, Exchange exchange, ApiException e) {
    return new ApiException.Internal(what + exchange.path("id") + ": " + e.getMessage(), e);
  }

  private static Optional<Duration> timeout(Exchange exchange) {
    return exchange.query().number("t").map(Duration::ofSeconds);
  }

  private void kill(Exchange exchange) throws IOException, InterruptedException {
    try {
      stopping.kill(container(exchange), exchange.query().text("signal"));
    } catch (ApiException e) {
      throw e.behind("cannot kill container: " + exchange.path("id") + ": ");
    }
    exchange.respondEmpty(204);
  }

  private void pause(Exchange exchange) throws IOException, InterruptedException {
    stopping.pause(container(exchange));
    exchange.respondEmpty(204);
  }

  private void unpause(Exchange exchange) throws IOException, InterruptedException {
    stopping.unpause(container(exchange));
    exchange.respondEmpty(204);
  }

  private void rename(Exchange exchange) throws IOException, InterruptedException {
    Container container = container(exchange);
    String name = exchange.query().text("name");
    String plain = name.startsWith("/") ? name.substring(1) : name;
    if (plain.isEmpty()) {
      throw new ApiException.BadParameter("Neither old nor new names may be empty");
    }
    stopping.rename(container, plain);
    exchange.respondEmpty(204);
  }

  private void resize(Exchange exchange) throws IOException {
    Size size = Size.of(exchange.query());
    stopping.resize(container(exchange), size.height(), size.width());
    exchange.respondEmpty(200);
  }

  private void remove(Exchange exchange) throws IOException, InterruptedException {
    Query query = exchange.query();
    if (query.isTrue("link")) {
      OldLinks.remove(engine, exchange.path("id"));
      exchange.respondEmpty(204);
      return;
    }
    Container container = container(exchange);
    try {
      stopping.remove(container, query.isTrue("force"), query.isTrue("v"));
    } catch (ApiException e) {
      throw e.behind("cannot remove container \"" + exchange.path("id") + "\": ");
    }
    exchange.respondEmpty(204);
  }

  /** The name of a link has a slash in it. */
  private void removeLink(Exchange exchange) throws IOException, InterruptedException {
    String name = exchange.path("id") + "/" + exchange.path("alias");
    if (!exchange.query().isTrue("link")) {
      throw new ApiException.NotFound("No such container: " + name);
    }
    OldLinks.remove(engine, name);
    exchange.respondEmpty(204);
  }

  private void prune(Exchange exchange) throws IOException, InterruptedException {
    var filters = exchange.query().filters().accepting(Set.of("label", "label!", "until"));
    PruneFilters wanted = PruneFilters.of(filters);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode deleted = json.putArray("ContainersDeleted");
    long bytes = 0;
    for (Container container : engine.registry().all()) {
      boolean stopped =
          switch (container.state().status()) {
            case CREATED, EXITED, DEAD -> true;
            case CREATING, RUNNING, PAUSED, RESTARTING, REMOVING -> false;
          };
      Definition definition = container.definition();
      if (stopped && wanted.match(definition.config().labels(), definition.created())) {
        bytes += engine.snapshots().usage(container.id());
        stopping.remove(container, false, false);
        deleted.add(container.id());
      }
    }
    json.put("SpaceReclaimed", bytes);
    exchange.respond(json);
  }
}
