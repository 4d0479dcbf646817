package dev.stevedore.runc.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.lib.oci.runtime.Mount;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountRulesTest {
  @Test
  void protectsProcAndTheRoot() {
    assertThatThrownBy(() -> check("/", false)).hasMessageContaining("top of the rootfs");
    assertThatThrownBy(() -> check("/proc", false)).hasMessageContaining("not of type proc");
    assertThatThrownBy(() -> check("/proc/self/attr", false)).hasMessageContaining("inside /proc");
    assertThatCode(() -> check("/proc", true)).doesNotThrowAnyException();
    assertThatCode(() -> check("/proc/cpuinfo", false)).doesNotThrowAnyException();
    assertThatCode(() -> check("/processes", false)).doesNotThrowAnyException();
  }

  @Test
  void cleansPaths() {
    assertThat(MountRules.clean("/a//b/./../c/")).isEqualTo("/a/c");
    assertThat(MountRules.clean("../..")).isEqualTo("/");
    assertThat(MountRules.clean("dev")).isEqualTo("/dev");
  }

  @Test
  void findsTheMountThatHoldsAPath() {
    String mountInfo =
        """
        21 1 8:1 / / rw - ext4 /dev/sda rw
        22 21 8:2 / /var rw shared:1 - ext4 /dev/sdb rw
        23 22 8:3 / /var/li\\040b rw shared:2 - ext4 /dev/sdc rw
        """;
    assertThat(MountPoints.holding("/var/li b/x", mountInfo)).isEqualTo("/var/li b");
    assertThat(MountPoints.holding("/variable", mountInfo)).isEqualTo("/");
    assertThat(MountPoints.holding("/var", mountInfo)).isEqualTo("/var");
  }

  private static void check(String inside, boolean isProc) {
    MountRules.check(inside, new Mount(inside, "x", "x", List.of()), isProc);
  }
}
