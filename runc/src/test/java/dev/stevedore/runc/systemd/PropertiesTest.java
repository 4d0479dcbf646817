package dev.stevedore.runc.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.runtime.resources.DeviceRule;
import dev.stevedore.lib.oci.runtime.resources.Resources;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.dbus.DbusValue;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PropertiesTest {
  private static final int VERSION = 252;

  private static Resources resources(String json) {
    return Resources.read(ObjectReader.parse(json));
  }

  @Test
  void limitsOfVersionTwo() {
    Resources resources =
        resources(
            """
            {"memory": {"limit": 1000, "reservation": 500, "swap": 1500},
             "cpu": {"shares": 512, "quota": 12345, "period": 100000, "cpus": "0,9"},
             "pids": {"limit": 7}, "unified": {"memory.high": "900", "io.max": "8:0 rbps=1"}}
            """);
    assertThat(ResourceProperties.unified(resources, 59, 500, VERSION))
        .containsExactly(
            Property.of("MemoryMax", 1000),
            Property.of("MemoryLow", 500),
            Property.of("MemorySwapMax", 500),
            Property.of("CPUWeight", 59),
            Property.of("CPUQuotaPeriodUSec", 100000),
            Property.of("CPUQuotaPerSecUSec", 130_000),
            new Property(
                "AllowedCPUs",
                new DbusValue.Array("y", List.of(new DbusValue.Byte8(1), new DbusValue.Byte8(2)))),
            Property.of("TasksMax", 7),
            Property.of("MemoryHigh", 900));
  }

  @Test
  void anOldSystemdIsNotAskedForWhatItDoesNotKnow() {
    Resources resources =
        resources("{\"cpu\": {\"quota\": 5000, \"period\": 10000, \"cpus\": \"0\"}}");
    assertThat(ResourceProperties.legacy(resources, 239))
        .containsExactly(Property.of("CPUQuotaPerSecUSec", 500_000));
  }

  @Test
  void devicesAreAList() {
    List<DeviceRule> rules =
        List.of(
            new DeviceRule(false, "a", OptionalLong.empty(), OptionalLong.empty(), "rwm"),
            new DeviceRule(true, "c", OptionalLong.of(1), OptionalLong.of(3), "rw"),
            new DeviceRule(true, "b", OptionalLong.of(8), OptionalLong.empty(), "r"));
    assertThat(DeviceProperties.of(rules, false))
        .contains(
            Property.of("DevicePolicy", "strict"),
            new Property(
                "DeviceAllow",
                new DbusValue.Array(
                    "(ss)",
                    List.of(
                        DbusValue.Struct.of(
                            new DbusValue.Text("/dev/char/1:3"), new DbusValue.Text("rw")),
                        DbusValue.Struct.of(
                            new DbusValue.Text("block-8"), new DbusValue.Text("r"))))));
    assertThat(DeviceProperties.of(rules, true)).contains(Property.of("DevicePolicy", "auto"));
  }

  @Test
  void annotationsAreProperties() {
    assertThat(
            PropertyText.of(
                Map.of(
                    "org.systemd.property.CollectMode", "'inactive-or-failed'",
                    "org.systemd.property.TimeoutStopSec", "uint64 7",
                    "org.systemd.property.After", "['a.service', 'b.service']",
                    "org.systemd.property.SendSIGHUP", "true",
                    "other", "ignored")))
        .containsExactlyInAnyOrder(
            Property.of("CollectMode", "inactive-or-failed"),
            Property.of("TimeoutStopUSec", 7_000_000),
            new Property(
                "After",
                new DbusValue.Array(
                    "s",
                    List.of(new DbusValue.Text("a.service"), new DbusValue.Text("b.service")))),
            Property.of("SendSIGHUP", true));
  }

  @Test
  void anAnnotationThatIsNoPropertyIsNamed() {
    for (String bad : List.of("", "'open", "maybe", "['a', 1]", "float 3")) {
      assertThatThrownBy(() -> PropertyText.of(Map.of("org.systemd.property.Name", bad)))
          .as(bad)
          .isInstanceOf(RuncException.class)
          .hasMessageContaining("org.systemd.property.Name");
    }
    assertThatThrownBy(() -> PropertyText.of(Map.of("org.systemd.property.A-B", "true")))
        .hasMessageContaining("name incorrect");
  }

  @Test
  void theUnitHasThreeParts() {
    assertThat(UnitName.of("system.slice:docker:abc", "id"))
        .isEqualTo(new UnitName("docker-abc.scope", "system.slice", "libcontainer container abc"));
    assertThat(UnitName.of("", "id").name()).isEqualTo("runc-id.scope");
    assertThat(UnitName.of(":libpod:x", "id").slice()).isEmpty();
    for (String bad : List.of("/path", "a:b", "noslice:p:n", "a/b.slice:p:n", "s.slice:p:")) {
      assertThatThrownBy(() -> UnitName.of(bad, "id")).as(bad).isInstanceOf(RuncException.class);
    }
  }
}
