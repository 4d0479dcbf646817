package dev.stevedore.dockerd.container.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.dockerd.network.model.ContainerPort;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsChangeTest {
  private static final List<ContainerPort> EXPOSED =
      List.of(ContainerPort.parse("80"), ContainerPort.parse("81"), ContainerPort.parse("53/udp"));

  private static final List<PortsChange.Binding> PUBLISHED =
      List.of(
          new PortsChange.Binding(ContainerPort.parse("80"), "0.0.0.0", "8080"),
          new PortsChange.Binding(ContainerPort.parse("81"), "0.0.0.0", "32768"),
          new PortsChange.Binding(ContainerPort.parse("53/udp"), "0.0.0.0", "32769"));

  private static final String ALL =
      "{'PublishAllPorts':true,'PortBindings':{'80/tcp':[{'HostPort':'8080'}]}}";

  private static ObjectNode json(String text) throws JsonProcessingException {
    return (ObjectNode) Json.MAPPER.readTree(text.replace('\'', '"'));
  }

  private static String changed(String host, String change) throws JsonProcessingException {
    HostConfig config = HostConfig.parse(json(host), new ArrayList<>());
    HostConfig after =
        PortsChange.takenFrom(json(change)).applyTo(config, EXPOSED, PUBLISHED, new ArrayList<>());
    return after.view().bool("PublishAllPorts") + " " + after.view().node("PortBindings");
  }

  @Test
  void onePortOfAllThatAreExposedGoesAndTheOthersStay() throws JsonProcessingException {
    String rest =
        "false {\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"8080\"}],"
            + "\"53/udp\":[{\"HostIp\":\"\",\"HostPort\":\"\"}]}";
    assertThat(changed(ALL, "{'PortBindingsRemove':{'81/tcp':[]}}")).isEqualTo(rest);
    // By the host's port that it got.
    assertThat(changed(ALL, "{'PortBindingsRemove':{'81/tcp':[{'HostPort':'32768'}]}}"))
        .isEqualTo(rest);
    assertThatThrownBy(
            () -> changed(ALL, "{'PortBindingsRemove':{'81/tcp':[{'HostPort':'32769'}]}}"))
        .isInstanceOf(ApiException.Conflict.class)
        .hasMessage("port 32769:81/tcp is not published");
  }

  @Test
  void whatIsPublishedByNameGoesWithoutTheOthers() throws JsonProcessingException {
    assertThat(changed(ALL, "{'PortBindingsRemove':{'80/tcp':[{'HostPort':'8080'}]}}"))
        .isEqualTo("true {}");
    assertThatThrownBy(() -> changed("{}", "{'PortBindingsRemove':{'81/tcp':[]}}"))
        .hasMessage("port 81/tcp is not published");
  }
}
