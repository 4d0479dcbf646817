package dev.stevedore.runc.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.runtime.Namespace;
import dev.stevedore.lib.oci.runtime.NamespaceType;
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
            Spec.parse(
                "{\"ociVersion\":\"1.0.2\",\"root\":{\"path\":\"/r\"},\"annotations\":{\"a\":\"b\"},"
                    + "\"hooks\":{\"poststart\":[{\"path\":\"/h\"}],\"poststop\":[{\"path\":\"/i\"}]},"
                    + "\"linux\":{\"namespaces\":[{\"type\":\"pid\"}]}}"));
    assertThat(ContainerRecord.read(ObjectReader.parse(container.toJson().toString())))
        .isEqualTo(container);
  }

  @Test
  void stateOfRuncIsRead() {
    ContainerRecord container =
        ContainerRecord.read(
            ObjectReader.parse(
                """
                {"id": "a", "init_process_pid": 7, "init_process_start": 8,
                 "created": "2026-11-24T01:23:48.5Z", "rootless": false,
                 "cgroup_paths": {"": "/u", "cpu": "/c"},
                 "config": {"rootfs": "/r", "version": "1.0.2-dev",
                   "namespaces": [{"type": "NEWPID", "path": ""}, {"type": "NEWNET", "path": "/n"}],
                   "Hooks": {"prestart": null,
                     "poststop": [{"path": "/h", "args": ["h"], "env": null, "dir": "", "timeout": 2000000000}]},
                   "labels": ["a=b=c", "bundle=/b"]}}
                """));
    assertThat(container.outline().process()).isEmpty();
    assertThat(container.bundle()).isEqualTo("/b");
    assertThat(container.rootfs()).isEqualTo("/r");
    assertThat(container.createdNanos()).isEqualTo(1_795_483_428_500_000_000L);
    assertThat(container.outline().annotations()).containsExactly(Map.entry("a", "b=c"));
    assertThat(container.outline().hooks().orElseThrow().poststop().getFirst().timeout())
        .hasValue(2);
    assertThat(container.outline().linux().orElseThrow().namespaces())
        .containsExactly(
            Namespace.create(NamespaceType.PID), new Namespace(NamespaceType.NETWORK, "/n"));
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
