package dev.stevedore.dockerd.container.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import java.util.Optional;

/**
 * The Ethernet address that requests to create a container once had for all of it. It is one
 * endpoint's: that of the network that the container's mode names.
 */
public final class WholeMacAddress {
  private static final String FIELD = "MacAddress";

  private WholeMacAddress() {}

  /**
   * Moves the address to where it belongs.
   *
   * @param body a request to create a container; changed
   * @param old whether the client's version of the API has the address there only
   * @return what the user should be told
   */
  public static Optional<String> move(ObjectNode body, boolean old) {
    String address = body.path(FIELD).asText("");
    body.remove(FIELD);
    JsonNode endpoints = body.path("NetworkingConfig").path("EndpointsConfig");
    if (old) {
      for (JsonNode endpoint : endpoints) {
        if (endpoint instanceof ObjectNode object) {
          object.remove(FIELD);
        }
      }
    }
    if (address.isEmpty()) {
      return Optional.empty();
    }
    String mode = body.path("HostConfig").path("NetworkMode").asText("");
    boolean linked = !mode.equals("host") && !mode.equals("none") && !mode.startsWith("container:");
    if (linked) {
      put(body, mode.isEmpty() ? "default" : mode, address, old);
    } else if (old) {
      throw new ApiException.BadParameter("conflicting options: mac-address and the network mode");
    }
    return old
        ? Optional.empty()
        : Optional.of(
            "The container-wide MacAddress field is now deprecated. It should be specified in"
                + " EndpointsConfig instead.");
  }

  private static void put(ObjectNode body, String network, String address, boolean old) {
    ObjectNode endpoints = child(child(body, "NetworkingConfig"), "EndpointsConfig");
    // The mode may have the network's id, and the only endpoint its name.
    boolean other = old && endpoints.size() == 1 && !endpoints.has(network);
    ObjectNode endpoint = child(endpoints, other ? endpoints.fieldNames().next() : network);
    String own = endpoint.path(FIELD).asText("");
    if (!own.isEmpty() && !own.equals(address)) {
      throw new ApiException.BadParameter(
          "the container-wide MAC address must match the endpoint-specific MAC address for the"
              + " main network, or be left empty");
    }
    endpoint.put(FIELD, address);
  }

  private static ObjectNode child(ObjectNode parent, String name) {
    return parent.get(name) instanceof ObjectNode there ? there : parent.putObject(name);
  }
}
