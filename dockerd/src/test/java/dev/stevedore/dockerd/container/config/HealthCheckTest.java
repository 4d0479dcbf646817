package dev.stevedore.dockerd.container.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.stevedore.dockerd.api.Json;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class HealthCheckTest {
  private static JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static ContainerConfig config(String health) {
    return ContainerConfig.parse(json("{'Healthcheck':" + health + "}"), new ArrayList<>());
  }

  @Test
  void whatIsNotSaidIsDockersDefault() {
    HealthCheck check = config("{'Test':['CMD-SHELL','curl x']}").healthCheck().orElseThrow();
    assertThat(check.command()).containsExactly("/bin/sh", "-c", "curl x");
    assertThat(check.interval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(check.timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(check.startPeriod()).isZero();
    assertThat(check.startInterval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(check.retries()).isEqualTo(3);
  }

  @Test
  void noneIsNone() {
    assertThat(config("{'Test':['NONE']}").healthCheck()).isEmpty();
    assertThat(config("{}").healthCheck()).isEmpty();
  }

  @Test
  void aUsersCheckIsCompletedFromTheImages() {
    ContainerConfig config =
        config("{'Interval':2000000000}")
            .over(
                new JsonObjectView(
                    json("{'Healthcheck':{'Test':['CMD','true'],'Interval':5,'Retries':7}}")));
    HealthCheck check = config.healthCheck().orElseThrow();
    assertThat(check.command()).containsExactly("true");
    assertThat(check.interval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(check.retries()).isEqualTo(7);
  }

  @Test
  void tooShortTimesAreRefused() {
    assertThatThrownBy(() -> config("{'Interval':999999}"))
        .hasMessage("Interval in Healthcheck cannot be less than 1ms");
    assertThatThrownBy(() -> config("{'StartInterval':-1}"))
        .hasMessage("StartInterval in Healthcheck cannot be less than 1ms");
    assertThatThrownBy(() -> config("{'Retries':-1}"))
        .hasMessage("Retries in Healthcheck cannot be negative");
  }
}
