package dev.stevedore.dockerd.system;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.Version;
import dev.stevedore.dockerd.api.ApiVersion;
import dev.stevedore.dockerd.api.Exchange;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.dockerd.api.Router;
import dev.stevedore.dockerd.config.LiveConfig;
import java.io.IOException;

/** {@code GET /version}: this engine, its containerd and its runc, each by asking it. */
public final class VersionEndpoint {
  private final Version version;
  private final ContainerdLink containerd;
  private final RuntimePrograms runtimes;
  private final LiveConfig config;

  public VersionEndpoint(
      Version version, ContainerdLink containerd, RuntimePrograms runtimes, LiveConfig config) {
    this.version = version;
    this.containerd = containerd;
    this.runtimes = runtimes;
    this.config = config;
  }

  public void register(Router router) {
    router.get("/version", this::version);
  }

  private void version(Exchange exchange) throws IOException {
    HostFacts host = HostFacts.read();
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.putObject("Platform").put("Name", "Stevedore");
    ArrayNode components = root.putArray("Components");
    ObjectNode details = component(components, "Engine", version.engine());
    details.put("ApiVersion", ApiVersion.CURRENT.toString());
    details.put("Arch", host.goArchitecture());
    details.put("BuildTime", version.time());
    details.put("Experimental", "false");
    details.put("GitCommit", version.build());
    details.put("GoVersion", java());
    details.put("KernelVersion", host.kernel());
    details.put("MinAPIVersion", ApiVersion.MIN.toString());
    details.put("Os", "linux");
    containerd
        .version()
        .ifPresent(
            v -> component(components, "containerd", v.number()).put("GitCommit", v.revision()));
    runtimes
        .ofDefault(config.get())
        .ifPresent(v -> component(components, v.name(), v.version()).put("GitCommit", v.build()));
    runtimes
        .ofInit(config.get())
        .ifPresent(
            v -> component(components, "docker-init", v.version()).put("GitCommit", v.build()));

    // The same once more, where clients before 1.36 look for it.
    root.put("Version", version.engine());
    root.put("ApiVersion", ApiVersion.CURRENT.toString());
    root.put("MinAPIVersion", ApiVersion.MIN.toString());
    root.put("GitCommit", version.build());
    root.put("GoVersion", java());
    root.put("Os", "linux");
    root.put("Arch", host.goArchitecture());
    root.put("KernelVersion", host.kernel());
    root.put("BuildTime", version.time());
    exchange.respond(root);
  }

  private static ObjectNode component(ArrayNode components, String name, String version) {
    return components.addObject().put("Name", name).put("Version", version).putObject("Details");
  }

  /** Clients show this field as the language's version; ours is Java's. */
  private static String java() {
    return "java" + Runtime.version();
  }
}
