package dev.stevedore.dockerd.endpoints;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.ApiVersion;

/** A request to create a container, as its API version has it: what came later is not read. */
final class OlderCreate {
  private OlderCreate() {}

  /**
   * Takes away what the version does not have.
   *
   * @throws ApiException.BadParameter for what must not be overlooked; Docker's texts
   */
  static void adapt(ObjectNode body, ApiVersion version) {
    JsonNode host = body.path("HostConfig");
    if (version.before(40) && host instanceof ObjectNode config) {
      if (config.path("IpcMode").asText().isEmpty()) {
        config.put("IpcMode", "shareable"); // the default then
      }
    }
    if (version.before(43) && host instanceof ObjectNode config) {
      config.remove("Annotations");
    }
    if (!version.before(44)) {
      return;
    }
    if (body.path("Healthcheck") instanceof ObjectNode check) {
      check.remove("StartInterval");
    }
    for (JsonNode mount : host.path("Mounts")) {
      if (mount.path("BindOptions").path("ReadOnlyForceRecursive").asBoolean()) {
        throw new ApiException.BadParameter(
            "BindOptions.ReadOnlyForceRecursive needs API v1.44 or newer");
      }
    }
    JsonNode endpoints = body.path("NetworkingConfig").path("EndpointsConfig");
    if (endpoints.size() > 1) {
      throw new ApiException.BadParameter(
          "Container cannot be created with multiple network endpoints: "
              + String.join(", ", (Iterable<String>) endpoints::fieldNames));
    }
  }
}
