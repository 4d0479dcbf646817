package dev.stevedore.docker.cli;

import dev.stevedore.docker.engine.ApiVersion;
import dev.stevedore.docker.engine.Endpoint;
import dev.stevedore.docker.engine.Engine;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What all commands work with: the machine, and the daemon, which is only met when asked for. */
public final class Session {
  private final Machine machine;
  private final String host;
  private @Nullable Engine engine;

  /**
   * @param host where the daemon is, as the user gave it; "" for the default
   */
  Session(Machine machine, String host) {
    this.machine = machine;
    this.host = host;
  }

  public Machine machine() {
    return machine;
  }

  /** The client of the daemon. */
  public Engine engine() {
    if (engine == null) {
      Endpoint endpoint = Endpoint.parse(host.isEmpty() ? Endpoint.DEFAULT : host);
      Optional<ApiVersion> version =
          machine
              .variable("DOCKER_API_VERSION")
              .filter(text -> !text.isEmpty())
              .map(text -> ApiVersion.parse(text.startsWith("v") ? text.substring(1) : text));
      engine = new Engine(endpoint, machine.connector(), version);
    }
    return engine;
  }

  void close() {
    if (engine != null) {
      engine.close();
    }
  }
}
