package dev.stevedore.dockerd.container.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContainerConfigTest {
  private static JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static ContainerConfig config(String text) {
    return ContainerConfig.parse(json(text), new ArrayList<>());
  }

  private final JsonObjectView image =
      new JsonObjectView(
          json(
              "{'Env':['PATH=/bin','A=image'],'Cmd':['serve'],'Entrypoint':['/start'],'WorkingDir':'/w','User':'web','Labels':{'a':'1','b':'2'}}"));

  @Test
  void whatIsNotSetComesFromTheImage() {
    ContainerConfig merged = config("{'Env':['A=mine'],'Labels':{'b':'3'}}").over(image);
    assertThat(merged.commandLine()).containsExactly("/start", "serve");
    assertThat(merged.env()).containsExactly("A=mine", "PATH=/bin");
    assertThat(merged.workingDir()).isEqualTo("/w");
    assertThat(merged.user()).isEqualTo("web");
    assertThat(merged.labels()).containsEntry("a", "1").containsEntry("b", "3");
  }

  @Test
  void anEntrypointTakesAwayTheImagesCommand() {
    assertThat(config("{'Entrypoint':['/other']}").over(image).commandLine())
        .containsExactly("/other");
    assertThat(config("{'Cmd':['x']}").over(image).commandLine()).containsExactly("/start", "x");
    assertThat(config("{'Entrypoint':[''],'Cmd':['x']}").over(image).commandLine())
        .containsExactly("x");
  }

  @Test
  void namesAreReadWithoutRegardToCase() {
    assertThat(config("{'hostname':'h','openstdin':true}").hostname()).isEqualTo("h");
    assertThat(config("{'openstdin':true}").openStdin()).isTrue();
  }

  @Test
  void unknownFieldsGiveAWarningAndWrongTypesAnError() {
    List<String> warnings = new ArrayList<>();
    ContainerConfig.parse(json("{'Nonsense':1,'Other':null}"), warnings);
    assertThat(warnings).containsExactly("Unknown option Config.Nonsense discarded.");
    assertThatThrownBy(() -> config("{'Tty':'yes'}").tty())
        .isInstanceOf(ApiException.BadParameter.class);
  }

  @Test
  void restartPoliciesDecide() {
    RestartPolicy onFailure = RestartPolicy.of("on-failure", 2);
    assertThat(onFailure.restarts(1, 1, false)).isTrue();
    assertThat(onFailure.restarts(1, 2, false)).isFalse();
    assertThat(onFailure.restarts(0, 0, false)).isFalse();
    assertThat(RestartPolicy.of("always", 0).restarts(0, 9, false)).isTrue();
    assertThat(RestartPolicy.of("always", 0).restarts(0, 9, true)).isFalse();
    assertThat(RestartPolicy.of("always", 0).startsWithDaemon(0, 0, true)).isTrue();
    assertThat(RestartPolicy.of("unless-stopped", 0).startsWithDaemon(0, 0, true)).isFalse();
    assertThatThrownBy(() -> RestartPolicy.of("sometimes", 0)).hasMessageContaining("sometimes");
  }

  @Test
  void valuesThatMakeNoSenseAreRefusedWithDockersTexts() {
    assertThatThrownBy(() -> check("{'Memory':1024}"))
        .hasMessage("Minimum memory limit allowed is 6MB");
    assertThatThrownBy(() -> check("{'AutoRemove':true,'RestartPolicy':{'Name':'always'}}"))
        .hasMessage("can't create 'AutoRemove' container with restart policy");
    assertThatThrownBy(() -> check("{'NanoCpus':1000000000,'CpuPeriod':1000}"))
        .hasMessage("Conflicting options: Nano CPUs and CPU Period cannot both be set");
    assertThatThrownBy(() -> check("{'PidMode':'other'}")).hasMessage("invalid PID mode: other");
    assertThat(check("{}").shmSize()).isEqualTo(64 << 20);
  }

  private static HostConfig check(String text) {
    List<String> warnings = new ArrayList<>();
    return HostConfigRules.check(
        HostConfig.parse(json(text), warnings), ContainerDefaults.STANDARD, warnings);
  }

  @Test
  void whoNamesNoNetworkIsInTheDefaultOne() {
    List<String> warnings = new ArrayList<>();
    for (String body : List.of("{}", "{'NetworkMode':'default'}", "{'NetworkMode':'bridge'}")) {
      HostConfig host =
          HostConfigRules.check(
              HostConfig.parse(json(body), warnings), ContainerDefaults.STANDARD, warnings);
      assertThat(host.networkMode()).isEqualTo("bridge");
    }
    assertThat(warnings).isEmpty();
  }
}
