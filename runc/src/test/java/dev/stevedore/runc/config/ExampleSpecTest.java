package dev.stevedore.runc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.stevedore.lib.oci.runtime.Linux;
import dev.stevedore.lib.oci.runtime.NamespaceType;
import dev.stevedore.lib.oci.runtime.Spec;
import org.junit.jupiter.api.Test;

class ExampleSpecTest {
  @Test
  void whatIsWrittenCanBeRead() {
    Spec spec = ExampleSpec.of(true);
    assertThat(Spec.parse(spec.toJson().toString())).isEqualTo(spec);
    assertThatCode(() -> SpecChecks.check(spec)).doesNotThrowAnyException();
  }

  @Test
  void aUserWhoIsNotRootHasAUserNamespaceAndTheHostsNetwork() {
    Spec spec = ExampleSpec.rootless(false, 1000, 1001);
    Linux linux = spec.linux().orElseThrow();
    assertThat(linux.namespaces())
        .anyMatch(namespace -> namespace.type() == NamespaceType.USER)
        .noneMatch(namespace -> namespace.type() == NamespaceType.NETWORK);
    assertThat(linux.uidMappings().getFirst().hostId()).isEqualTo(1000);
    assertThat(linux.gidMappings().getFirst().hostId()).isEqualTo(1001);
    assertThat(spec.mounts()).noneMatch(mount -> mount.options().contains("gid=5"));
    assertThatCode(() -> SpecChecks.check(spec)).doesNotThrowAnyException();
  }
}
