package dev.stevedore.dockerd.endpoints;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Exchange;
import dev.stevedore.dockerd.api.Router;
import dev.stevedore.dockerd.container.ContainerRegistry;
import dev.stevedore.dockerd.container.config.JsonObjectView;
import dev.stevedore.dockerd.container.io.OutputClient;
import dev.stevedore.dockerd.exec.Exec;
import dev.stevedore.dockerd.exec.ExecConfig;
import dev.stevedore.dockerd.exec.ExecService;
import dev.stevedore.dockerd.http.HijackedStream;
import dev.stevedore.dockerd.logs.LogStream;
import dev.stevedore.lib.oci.runtime.ConsoleSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The endpoints of {@code docker exec}. */
public final class ExecEndpoints {
  private final ExecService execs;
  private final ContainerRegistry registry;

  /** Serves execs. */
  public ExecEndpoints(ExecService execs, ContainerRegistry registry) {
    this.execs = execs;
    this.registry = registry;
  }

  /** Adds the routes. */
  public void register(Router router) {
    router.post("/containers/{id}/exec", this::create);
    router.post("/exec/{id}/start", this::start);
    router.post("/exec/{id}/resize", this::resize);
    router.get("/exec/{id}/json", this::inspect);
  }

  private void create(Exchange exchange) throws IOException {
    JsonNode body =
        exchange
            .json(JsonNode.class)
            .orElseThrow(() -> new ApiException.BadParameter("no exec command specified"));
    ExecConfig config = ExecConfig.parse(body);
    new DetachKeys(config.detachKeys());
    Exec exec = execs.create(registry.find(exchange.path("id")), config);
    exchange.respond(201, Map.of("Id", exec.id()));
  }

  private void start(Exchange exchange) throws IOException, InterruptedException {
    JsonObjectView body =
        new JsonObjectView(
            exchange.json(JsonNode.class).orElseGet(JsonNodeFactory.instance::objectNode));
    Exec exec = execs.find(exchange.path("id"));
    ExecConfig config = exec.config();
    // Whether the stream has frames, the client says here, whatever the process has.
    boolean raw = body.bool("Tty");
    Optional<ConsoleSize> size = raw ? ExecConfig.consoleSize(body) : Optional.empty();
    execs.claim(exec);
    if (body.bool("Detach")) {
      execs.start(exec, size.or(config::consoleSize));
      exchange.respondEmpty(200);
      return;
    }
    AttachSession.Wish wish =
        new AttachSession.Wish(
            config.attachStdin(),
            config.attachStdout() || config.tty(),
            config.attachStderr(),
            config.tty(),
            raw,
            !config.tty(),
            config.tty() ? Optional.of(new DetachKeys(config.detachKeys())) : Optional.empty());
    OutputClient client = exec.output().attach();
    try (HijackedStream connection = exchange.hijack(!raw)) {
      try {
        execs.start(exec, size.or(config::consoleSize));
      } catch (ApiException e) {
        // The connection is no longer HTTP: the text is all that can be sent.
        byte[] text = (e.getMessage() + "\r\n").getBytes(StandardCharsets.UTF_8);
        new StreamFrames(connection.output(), !raw).write(LogStream.STDOUT, text);
        connection.closeWrite();
        return;
      }
      new AttachSession(wish, exec.input(), client, connection).run();
    } finally {
      client.close();
    }
  }

  private void resize(Exchange exchange) throws IOException {
    Size size = Size.of(exchange.query());
    execs.resize(execs.find(exchange.path("id")), size.height(), size.width());
    exchange.respondEmpty(200);
  }

  private void inspect(Exchange exchange) throws IOException {
    Exec exec = execs.find(exchange.path("id"));
    ExecConfig config = exec.config();
    List<String> command = config.command();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("ID", exec.id());
    json.put("Running", exec.isRunning());
    exec.exitCode()
        .ifPresentOrElse(code -> json.put("ExitCode", code), () -> json.putNull("ExitCode"));
    ObjectNode process = json.putObject("ProcessConfig");
    process.put("tty", config.tty());
    process.put("entrypoint", command.getFirst());
    var arguments = process.putArray("arguments");
    command.stream().skip(1).forEach(arguments::add);
    process.put("privileged", config.privileged());
    if (!config.user().isEmpty()) {
      process.put("user", config.user());
    }
    json.put("OpenStdin", config.attachStdin());
    json.put("OpenStderr", config.attachStderr());
    json.put("OpenStdout", config.attachStdout());
    json.put("CanRemove", exec.exitCode().isPresent());
    json.put("ContainerID", exec.container().id());
    json.put("DetachKeys", "");
    json.put("Pid", exec.pid());
    exchange.respond(json);
  }
}
