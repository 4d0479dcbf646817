package dev.stevedore.dockerd.container.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkModeRulesTest {
  private static ObjectNode json(String text) throws JsonProcessingException {
    return (ObjectNode) Json.MAPPER.readTree(text.replace('\'', '"'));
  }

  private static List<String> warnings(String config, String host) throws JsonProcessingException {
    List<String> warnings = new ArrayList<>();
    NetworkModeRules.check(
        ContainerConfig.parse(json(config), new ArrayList<>()),
        HostConfig.parse(json(host), new ArrayList<>()),
        warnings);
    return warnings;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'Hostname':'x'} | {} | hostname and the network mode",
        "{} | 'Dns':['192.0.2.1'] | dns and the network mode",
        "{} | 'ExtraHosts':['a:192.0.2.1'] | custom host-to-IP mapping and the network mode",
        "{} | 'PublishAllPorts':true | port publishing and the container type network mode",
        "{'ExposedPorts':{'80/tcp':{}}} | {} | port exposing and the container type network mode"
      })
  void whoSharesANetworkHasNoneOfHisOwn(String config, String host, String why) {
    String more = host.equals("{}") ? "" : "," + host;
    assertThatThrownBy(() -> warnings(config, "{'NetworkMode':'container:a'" + more + "}"))
        .isInstanceOf(ApiException.BadParameter.class)
        .hasMessage("conflicting options: " + why);
  }

  @Test
  void portsOfTheHostsNetworkAreDiscarded() throws JsonProcessingException {
    assertThat(warnings("{}", "{'NetworkMode':'host','PortBindings':{'80/tcp':[]}}"))
        .containsExactly("Published ports are discarded when using host network mode");
    assertThat(warnings("{'Hostname':'x'}", "{'NetworkMode':'n'}")).isEmpty();
    assertThatThrownBy(() -> warnings("{}", "{'NetworkMode':'container:'}"))
        .hasMessage("invalid network mode: invalid container format container:<name|id>");
  }
}
