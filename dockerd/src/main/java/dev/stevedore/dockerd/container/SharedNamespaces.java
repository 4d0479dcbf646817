package dev.stevedore.dockerd.container;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.container.config.HostConfig;
import java.util.List;

/** Namespaces of other containers ({@code --pid container:web}). */
final class SharedNamespaces {
  private static final String PREFIX = "container:";

  private SharedNamespaces() {}

  /**
   * The same configuration, but the other containers by their ids, which stay when they are
   * renamed. Whether one that is not there is an error is seen when the container starts, but for
   * the PID namespace.
   *
   * @throws ApiException.BadParameter if there is no container with that PID namespace
   */
  static HostConfig resolve(HostConfig given, ContainerRegistry containers) {
    HostConfig host = given;
    for (String field : List.of("PidMode", "IpcMode", "NetworkMode")) {
      String mode = host.view().string(field);
      if (!mode.startsWith(PREFIX)) {
        continue;
      }
      try {
        String id = containers.find(mode.substring(PREFIX.length())).id();
        host = host.with(field, JsonNodeFactory.instance.textNode(PREFIX + id));
      } catch (ApiException.NotFound e) {
        if (field.equals("PidMode")) {
          throw new ApiException.BadParameter(String.valueOf(e.getMessage()), e);
        }
      }
    }
    return host;
  }
}
