package dev.stevedore.docker.command.system;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.command.ApiPath;
import dev.stevedore.docker.engine.Query;
import java.util.List;
import java.util.Optional;

/** A kind of object that can be inspected. */
public enum InspectKind {
  CONTAINER("container", "CONTAINER [CONTAINER...]"),
  IMAGE("image", "IMAGE [IMAGE...]"),
  NETWORK("network", "NETWORK [NETWORK...]"),
  VOLUME("volume", "VOLUME [VOLUME...]");

  static final List<InspectKind> TRIED_IN_ORDER = List.of(CONTAINER, IMAGE, NETWORK, VOLUME);

  private final String noun;
  private final String placeholder;

  InspectKind(String noun, String placeholder) {
    this.noun = noun;
    this.placeholder = placeholder;
  }

  String noun() {
    return noun;
  }

  String placeholder() {
    return placeholder;
  }

  static InspectKind named(String noun) {
    for (InspectKind kind : values()) {
      if (kind.noun.equals(noun)) {
        return kind;
      }
    }
    throw new CliException(
        "unknown type: \""
            + noun
            + "\": must be one of \"container\", \"image\", \"network\", \"volume\"");
  }

  String path(String name, boolean size) {
    return switch (this) {
      case CONTAINER -> Query.of(ApiPath.container(name, "/json")).withFlag("size", size).target();
      case IMAGE -> ApiPath.image(name, "/json");
      case NETWORK -> "/networks/" + Query.escape(name);
      case VOLUME -> "/volumes/" + Query.escape(name);
    };
  }

  /**
   * What Docker's own types have for fields that the daemon leaves out when they are empty; a
   * template may ask for them all the same.
   */
  static Optional<JsonValue> insteadOfMissing(String field) {
    return switch (field) {
      case "Health",
          "Healthcheck",
          "StopTimeout",
          "SizeRw",
          "SizeRootFs",
          "Init",
          "Descriptor",
          "ImageManifestDescriptor",
          "GraphDriver" ->
          Optional.of(Json.NULL);
      case "StopSignal", "MacAddress", "Domainname", "NetworkDisabled", "ArgsEscaped" ->
          Optional.of(Json.value(""));
      case "ExposedPorts", "Annotations", "Tmpfs", "Sysctls", "StorageOpt", "Labels" ->
          Optional.of(new JsonObject());
      case "Mounts", "Shell", "OnBuild", "ExecIDs" -> Optional.of(new JsonArray());
      default -> Optional.empty();
    };
  }
}
