package dev.stevedore.runc.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.runc.cgroup.SystemdUnit;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateTest {
  @Test
  void aNameInProcStatMayHoldAnything() {
    String line = "42 (a) R (b)) S 1 42 42 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 987654 1 2 3 4 5";
    assertThat(ProcessStat.parse(line)).isEqualTo(new ProcessStat('S', 987_654));
    assertThat(new ProcessStat('Z', 1).hasEnded()).isTrue();
  }

  @Test
  void stateSurvivesWritingAndReading() {
    ContainerRecord container =
        new ContainerRecord(
            "id",
            7,
            8,
            1_700_000_000_123_456_789L,
            "/b",
            Map.of("cpu", "/c"),
            Optional.of(new SystemdUnit("runc-id.scope", true)),
            true,
            Spec.parse("{\"ociVersion\":\"1.0.2\"}"));
    assertThat(ContainerRecord.read(ObjectReader.parse(container.toJson().toString())))
        .isEqualTo(container);
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "..", "a/b", "a b", "é", "../x"})
  void idsThatAreNone(String id) {
    assertThatThrownBy(() -> ContainerId.check(id)).hasMessage("invalid container ID format");
  }

  @Test
  void idsThatAreSome() {
    assertThat(ContainerId.check("a-B_1.2+3")).isEqualTo("a-B_1.2+3");
    assertThatThrownBy(() -> ContainerId.check("")).hasMessage("container id cannot be empty");
  }
}
