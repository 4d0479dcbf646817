package dev.stevedore.dockerd.container.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.Json;
import org.junit.jupiter.api.Test;

class WholeMacAddressTest {
  private static String endpoints(String body, boolean old) {
    ObjectNode json = (ObjectNode) Json.tree(body.replace('\'', '"'));
    WholeMacAddress.move(json, old);
    return json.path("NetworkingConfig").path("EndpointsConfig").toString().replace('"', '\'');
  }

  @Test
  void goesToTheNetworkOfTheMode() {
    assertThat(endpoints("{'MacAddress':'02:42:ac:11:00:42'}", false))
        .isEqualTo("{'default':{'MacAddress':'02:42:ac:11:00:42'}}");
  }

  /** Watchtower asks so: the mode has the network's id, its endpoint the name. */
  @Test
  void goesToTheOnlyEndpointOfAnOldClient() {
    String body =
        "{'MacAddress':'02:42:ac:11:00:42','HostConfig':{'NetworkMode':'0123'},"
            + "'NetworkingConfig':{'EndpointsConfig':{'web':{'IPAMConfig':{}}}}}";
    assertThat(endpoints(body, true))
        .isEqualTo("{'web':{'IPAMConfig':{},'MacAddress':'02:42:ac:11:00:42'}}");
  }
}
