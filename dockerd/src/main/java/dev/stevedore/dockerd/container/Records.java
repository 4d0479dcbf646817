package dev.stevedore.dockerd.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.dockerd.container.config.ContainerConfig;
import dev.stevedore.dockerd.container.config.HostConfig;
import dev.stevedore.dockerd.container.config.JsonObjectView;
import dev.stevedore.dockerd.spec.mounts.MountPoint;
import dev.stevedore.dockerd.spec.mounts.MountTrait;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Definitions, states and healths as the JSON that is stored. */
final class Records {
  private Records() {}

  static String write(Definition definition) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("created", definition.created().toString());
    json.put("imageId", definition.imageId());
    definition.imageManifest().ifPresent(manifest -> json.set("imageManifest", manifest));
    json.put("imageSnapshot", definition.imageSnapshot());
    json.put("runtime", definition.runtime());
    json.set("config", definition.config().json());
    json.set("host", definition.host().json());
    ArrayNode mounts = json.putArray("mounts");
    for (MountPoint mount : definition.mounts()) {
      ObjectNode node = mounts.addObject();
      node.put("kind", mount.kind().name());
      node.put("name", mount.name());
      node.put("driver", mount.driver());
      node.put("source", mount.source());
      node.put("subpath", mount.subpath());
      node.put("destination", mount.destination());
      node.put("mode", mount.mode());
      node.put("writable", mount.writable());
      node.put("propagation", mount.propagation());
      ArrayNode options = node.putArray("options");
      mount.options().forEach(options::add);
      ArrayNode traits = node.putArray("traits");
      mount.traits().stream().sorted().forEach(trait -> traits.add(trait.name()));
    }
    return json.toString();
  }

  static Definition definition(String id, String text) {
    JsonObjectView json = parse(text);
    List<MountPoint> mounts = new ArrayList<>();
    for (JsonObjectView mount : json.objects("mounts")) {
      mounts.add(
          new MountPoint(
              MountPoint.Kind.valueOf(mount.string("kind")),
              mount.string("name"),
              mount.string("driver"),
              mount.string("source"),
              mount.string("subpath"),
              mount.string("destination"),
              mount.string("mode"),
              mount.bool("writable"),
              mount.string("propagation"),
              mount.strings("options"),
              mount.strings("traits").stream()
                  .map(MountTrait::valueOf)
                  .collect(Collectors.toUnmodifiableSet())));
    }
    return new Definition(
        id,
        Instant.parse(json.string("created")),
        json.string("imageId"),
        Optional.of(json.node("imageManifest")).filter(JsonNode::isObject),
        json.string("imageSnapshot"),
        ContainerConfig.stored(json.object("config").json()),
        HostConfig.stored(json.object("host").json()),
        json.string("runtime"),
        mounts);
  }

  static String write(State state) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("status", state.status().name());
    json.put("pid", state.pid());
    json.put("exitCode", state.exitCode());
    json.put("error", state.error());
    json.put("startedAt", state.startedAt().toString());
    json.put("finishedAt", state.finishedAt().toString());
    json.put("oomKilled", state.oomKilled());
    json.put("restarts", state.restarts());
    json.put("stoppedByHand", state.stoppedByHand());
    return json.toString();
  }

  static State state(String text) {
    JsonObjectView json = parse(text);
    return new State(
        State.Status.valueOf(json.string("status")),
        (int) json.number("pid"),
        (int) json.number("exitCode"),
        json.string("error"),
        Instant.parse(json.string("startedAt")),
        Instant.parse(json.string("finishedAt")),
        json.bool("oomKilled"),
        (int) json.number("restarts"),
        json.bool("stoppedByHand"));
  }

  static String write(Health health) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("status", health.status().name());
    json.put("failingStreak", health.failingStreak());
    json.put("run", health.run().toString());
    json.put("running", health.running());
    ArrayNode log = json.putArray("log");
    for (Health.Check check : health.log()) {
      ObjectNode node = log.addObject();
      node.put("start", check.start().toString());
      node.put("end", check.end().toString());
      node.put("exitCode", check.exitCode());
      node.put("output", check.output());
    }
    return json.toString();
  }

  static Health health(String text) {
    JsonObjectView json = parse(text);
    List<Health.Check> log = new ArrayList<>();
    for (JsonObjectView check : json.objects("log")) {
      log.add(
          new Health.Check(
              Instant.parse(check.string("start")),
              Instant.parse(check.string("end")),
              (int) check.number("exitCode"),
              check.string("output")));
    }
    return new Health(
        Health.Status.valueOf(json.string("status")),
        (int) json.number("failingStreak"),
        log,
        Instant.parse(json.string("run")),
        json.string("running"));
  }

  private static JsonObjectView parse(String text) {
    try {
      JsonNode node = Json.MAPPER.readTree(text);
      return new JsonObjectView(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the container database holds broken JSON", e);
    }
  }
}
