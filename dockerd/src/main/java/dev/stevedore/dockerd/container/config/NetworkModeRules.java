package dev.stevedore.dockerd.container.config;

import dev.stevedore.dockerd.api.ApiException;
import java.util.List;

/** What does not go with a network mode that shares the network of others, in Docker's words. */
public final class NetworkModeRules {
  private static final String OF_CONTAINER = "container:";

  private NetworkModeRules() {}

  /**
   * Checks what a new container is asked to be.
   *
   * @param given as the client gave it, without the image's
   * @param warnings where is added what is not good for anything
   * @throws ApiException.BadParameter if it cannot be
   */
  public static void check(ContainerConfig given, HostConfig host, List<String> warnings) {
    String mode = host.networkMode();
    boolean ports = !host.view().node("PortBindings").isEmpty();
    if (mode.equals("host") && ports) {
      warnings.add("Published ports are discarded when using host network mode");
    }
    if (!mode.startsWith(OF_CONTAINER)) {
      return;
    }
    if (mode.equals(OF_CONTAINER)) {
      throw new ApiException.BadParameter(
          "invalid network mode: invalid container format container:<name|id>");
    }
    refuse(!given.hostname().isEmpty(), "hostname and the network mode");
    refuse(!host.view().strings("Dns").isEmpty(), "dns and the network mode");
    refuse(
        !host.view().strings("ExtraHosts").isEmpty(),
        "custom host-to-IP mapping and the network mode");
    refuse(
        ports || host.view().bool("PublishAllPorts"),
        "port publishing and the container type network mode");
    refuse(!given.exposedPorts().isEmpty(), "port exposing and the container type network mode");
  }

  private static void refuse(boolean conflict, String what) {
    if (conflict) {
      throw new ApiException.BadParameter("conflicting options: " + what);
    }
  }
}
