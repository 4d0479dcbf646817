package dev.stevedore.runc.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.lib.oci.runtime.IdMapping;
import dev.stevedore.lib.oci.runtime.Namespace;
import dev.stevedore.lib.oci.runtime.NamespaceType;
import dev.stevedore.lib.posix.Namespaces;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamespacePlanTest {
  private static final Namespace NEW_PID = Namespace.create(NamespaceType.PID);
  private static final Namespace NEW_USER = Namespace.create(NamespaceType.USER);
  private static final Namespace OLD_USER = new Namespace(NamespaceType.USER, "/u");
  private static final Namespace OLD_NETWORK = new Namespace(NamespaceType.NETWORK, "/n");

  @Test
  void cgroupAndTimeComeLater() {
    NamespacePlan plan =
        plan(
            NEW_PID,
            Namespace.create(NamespaceType.MOUNT),
            Namespace.create(NamespaceType.CGROUP),
            Namespace.create(NamespaceType.TIME));
    assertThat(plan.create()).isEqualTo(Namespaces.PID | Namespaces.MOUNT);
    assertThat(plan.newCgroup()).isTrue();
    assertThat(plan.newTime()).isTrue();
    assertThat(plan.needsIntermediate()).isFalse();
  }

  @Test
  void aUserNamespaceIsJoinedFirst() {
    NamespacePlan plan = plan(OLD_NETWORK, OLD_USER, NEW_PID);
    assertThat(plan.join()).containsExactly(OLD_USER, OLD_NETWORK);
    assertThat(plan.needsIntermediate()).isTrue();
    assertThat(plan.changesUser()).isTrue();
    assertThat(plan.createsUser()).isFalse();
  }

  @Test
  void initJoinsANetworkItselfUnlessItIsInANewUserNamespace() {
    assertThat(plan(OLD_NETWORK, NEW_PID).needsIntermediate()).isFalse();
    assertThat(plan(OLD_NETWORK, NEW_USER).needsIntermediate()).isTrue();
    assertThat(plan(NEW_USER, NEW_PID).needsIntermediate()).isFalse();
    assertThat(plan(new Namespace(NamespaceType.PID, "/p")).needsIntermediate()).isTrue();
  }

  @Test
  void mapsAreLines() {
    assertThat(UserMaps.text(List.of(new IdMapping(0, 1000, 1), new IdMapping(1, 4294967294L, 1))))
        .isEqualTo("0 1000 1\n1 4294967294 1\n");
  }

  private static NamespacePlan plan(Namespace... namespaces) {
    return NamespacePlan.of(Arrays.asList(namespaces));
  }
}
