package dev.stevedore.dockerd.endpoints;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiVersion;
import dev.stevedore.dockerd.api.GoTime;
import dev.stevedore.dockerd.container.Container;
import dev.stevedore.dockerd.container.Definition;
import dev.stevedore.dockerd.container.EngineParts;
import dev.stevedore.dockerd.container.Health;
import dev.stevedore.dockerd.container.OldLinks;
import dev.stevedore.dockerd.container.Places;
import dev.stevedore.dockerd.container.State;
import dev.stevedore.dockerd.logs.LogSettings;
import dev.stevedore.dockerd.network.model.ContainerFacts;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.spec.mounts.MountPoint;
import dev.stevedore.dockerd.spec.mounts.MountTrait;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A container as {@code GET /containers/ID/json} shows it. */
final class InspectView {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final int SHORT_ID = 12;

  private InspectView() {}

  static ObjectNode of(Container container, EngineParts engine, ApiVersion version) {
    Places places = engine.places();
    Definition definition = container.definition();
    State state = container.state();
    List<String> command = definition.config().commandLine();
    Path directory = places.container(container.id());
    ObjectNode json = JSON.objectNode();
    json.put("Id", container.id());
    json.put("Created", definition.created().toString());
    json.put("Path", command.isEmpty() ? "" : command.getFirst());
    ArrayNode args = json.putArray("Args");
    command.stream().skip(1).forEach(args::add);
    ObjectNode stateJson = state(state);
    container.health().ifPresent(health -> stateJson.set("Health", health(health)));
    json.set("State", stateJson);
    json.put("Image", definition.imageId());
    json.put("ResolvConfPath", directory.resolve("resolv.conf").toString());
    json.put("HostnamePath", directory.resolve("hostname").toString());
    json.put("HostsPath", directory.resolve("hosts").toString());
    boolean file = definition.host().logDriver().equals(LogSettings.Driver.JSON_FILE.label());
    json.put("LogPath", file ? places.log(container.id()).toString() : "");
    json.put("Name", "/" + container.name());
    json.put("RestartCount", state.restarts());
    json.put("Driver", "overlayfs");
    json.put("Platform", "linux");
    json.put("MountLabel", "");
    json.put("ProcessLabel", "");
    json.put("AppArmorProfile", "");
    if (container.execs().isEmpty()) {
      json.putNull("ExecIDs");
    } else {
      ArrayNode execs = json.putArray("ExecIDs");
      container.execs().forEach(execs::add);
    }
    ObjectNode host = host(definition, version);
    OldLinks.show(host, container.name(), engine.registry());
    json.set("HostConfig", host);
    json.putObject("GraphDriver").put("Name", "overlayfs").putObject("Data");
    json.set("Mounts", mounts(definition));
    ContainerFacts facts = engine.facts(container);
    json.set("Config", config(definition, engine.networks().chosenMac(facts)));
    if (version.atLeast(48)) {
      definition
          .imageManifest()
          .ifPresent(manifest -> json.set("ImageManifestDescriptor", manifest));
    }
    ObjectNode networks = engine.networks().settings(facts);
    if (version.before(45)) {
      nameInNetworks(networks.path("Networks"), container);
    }
    json.set("NetworkSettings", networks);
    return json;
  }

  /** Clients of an API before 1.44 look for the Ethernet address here. */
  private static ObjectNode config(Definition definition, Optional<String> mac) {
    ObjectNode config = definition.config().json();
    return mac.isEmpty() ? config : config.deepCopy().put("MacAddress", mac.get());
  }

  /** Before API 1.45 the names that a container has anyway stood among its aliases. */
  private static void nameInNetworks(JsonNode networks, Container container) {
    for (Map.Entry<String, JsonNode> network : networks.properties()) {
      if (network.getValue() instanceof ObjectNode json
          && !Network.isPredefined(network.getKey())) {
        Set<String> names = new LinkedHashSet<>();
        json.path("Aliases").forEach(alias -> names.add(alias.asText()));
        names.add(container.id().substring(0, SHORT_ID));
        names.add(container.definition().config().hostname());
        names.forEach(json.putArray("Aliases")::add);
      }
    }
  }

  private static ObjectNode host(Definition definition, ApiVersion version) {
    ObjectNode host = definition.host().json().deepCopy();
    host.put("Runtime", definition.runtime());
    if (version.before(42)) {
      host.remove("ConsoleSize");
    }
    return host;
  }

  private static ObjectNode state(State state) {
    ObjectNode json = JSON.objectNode();
    json.put("Status", state.status().label());
    json.put("Running", state.isRunning() || state.status() == State.Status.RESTARTING);
    json.put("Paused", state.status() == State.Status.PAUSED);
    json.put("Restarting", state.status() == State.Status.RESTARTING);
    json.put("OOMKilled", state.oomKilled());
    json.put("Dead", state.status() == State.Status.DEAD);
    json.put("Pid", state.pid());
    json.put("ExitCode", state.exitCode());
    json.put("Error", state.error());
    json.put("StartedAt", state.startedAt().toString());
    json.put("FinishedAt", state.finishedAt().toString());
    return json;
  }

  private static ObjectNode health(Health health) {
    ObjectNode json = JSON.objectNode();
    json.put("Status", health.status().label());
    json.put("FailingStreak", health.failingStreak());
    ArrayNode log = json.putArray("Log");
    for (Health.Check check : health.log()) {
      log.addObject()
          .put("Start", GoTime.format(check.start()))
          .put("End", GoTime.format(check.end()))
          .put("ExitCode", check.exitCode())
          .put("Output", check.output());
    }
    return json;
  }

  /** The list of mounts, as inspect and list show it. */
  static ArrayNode mounts(Definition definition) {
    ArrayNode mounts = JSON.arrayNode();
    for (MountPoint mount : definition.mounts()) {
      if (mount.is(MountTrait.UNLISTED)) {
        continue;
      }
      ObjectNode json = mounts.addObject();
      json.put("Type", mount.kind().label());
      if (!mount.name().isEmpty()) {
        json.put("Name", mount.name());
      }
      json.put("Source", mount.source());
      json.put("Destination", mount.destination());
      if (mount.kind() == MountPoint.Kind.VOLUME) {
        json.put("Driver", mount.driver());
      }
      json.put("Mode", mount.mode());
      json.put("RW", mount.writable());
      json.put("Propagation", mount.propagation());
    }
    return mounts;
  }
}
