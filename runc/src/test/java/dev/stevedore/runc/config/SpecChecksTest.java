package dev.stevedore.runc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.lib.oci.runtime.IdMapping;
import dev.stevedore.lib.oci.runtime.Linux;
import dev.stevedore.lib.oci.runtime.Namespace;
import dev.stevedore.lib.oci.runtime.NamespaceType;
import dev.stevedore.lib.oci.runtime.Process;
import dev.stevedore.lib.oci.runtime.Root;
import dev.stevedore.lib.oci.runtime.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SpecChecksTest {
  @Test
  void acceptsWhatMakesSense() {
    assertThatCode(() -> check(linux -> linux, NamespaceType.PID)).doesNotThrowAnyException();
    assertThatCode(
            () ->
                check(
                    linux -> linux.sysctl(Map.of("net/ipv4/ip_forward", "1", "kernel.shmmax", "1")),
                    NamespaceType.NETWORK,
                    NamespaceType.IPC))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesKernelParametersOfTheHost() {
    assertThatThrownBy(() -> check(linux -> linux.sysctl(Map.of("net.ipv4.ip_forward", "1"))))
        .hasMessage("sysctl \"net.ipv4.ip_forward\" not allowed in host network namespace");
    assertThatThrownBy(() -> check(linux -> linux.sysctl(Map.of("vm.swappiness", "1"))))
        .hasMessage("sysctl \"vm.swappiness\" is not in a separate kernel namespace");
  }

  @Test
  void refusesNamespacesThatDoNotFit() {
    assertThatThrownBy(() -> check(linux -> linux, NamespaceType.PID, NamespaceType.PID))
        .hasMessage("malformed spec file: duplicated ns \"pid\"");
    assertThatThrownBy(() -> check(linux -> linux.uidMappings(List.of(new IdMapping(0, 1, 1)))))
        .hasMessageContaining("user namespace isn't enabled");
    assertThatThrownBy(() -> check(linux -> linux, NamespaceType.USER))
        .hasMessageContaining("no namespace path to join nor mappings");
  }

  @Test
  void refusesAProcessWithoutWords() {
    assertThatThrownBy(() -> SpecChecks.check(Process.builder().cwd("/").build()))
        .hasMessage("args must not be empty");
    assertThatThrownBy(
            () -> SpecChecks.check(Process.builder().args(List.of("x")).cwd("a").build()))
        .hasMessage("Cwd must be an absolute path");
  }

  @Test
  void namesOfKernelParameters() {
    assertThat(Sysctls.path("net.ipv4.ip_forward")).isEqualTo("net/ipv4/ip_forward");
    assertThat(Sysctls.path("net/ipv4/conf/eno2.100/rp_filter"))
        .isEqualTo("net/ipv4/conf/eno2.100/rp_filter");
    assertThat(Sysctls.path("net.ipv4.conf.eno2/100.rp_filter"))
        .isEqualTo("net/ipv4/conf/eno2.100/rp_filter");
    assertThat(Sysctls.dotted("net/ipv4/conf/eno2.100/rp_filter"))
        .isEqualTo("net.ipv4.conf.eno2/100.rp_filter");
  }

  private static void check(UnaryOperator<Linux.Builder> change, NamespaceType... types) {
    List<Namespace> namespaces = new ArrayList<>();
    namespaces.add(Namespace.create(NamespaceType.MOUNT));
    for (NamespaceType type : types) {
      namespaces.add(Namespace.create(type));
    }
    SpecChecks.check(
        Spec.builder()
            .ociVersion("1.0.2")
            .root(new Root("rootfs", false))
            .process(Process.builder().args(List.of("true")).cwd("/").build())
            .linux(change.apply(Linux.builder().namespaces(namespaces)).build())
            .build());
  }
}
