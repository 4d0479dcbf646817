package dev.stevedore.containerd.snapshots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.containerd.errors.Failure;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdMapLabelsTest {
  private static final String UIDS = "containerd.io/snapshot/uidmapping";
  private static final String GIDS = "containerd.io/snapshot/gidmapping";

  @Test
  void theRootIsWhomTheMapSays() {
    IdMapLabels labels = IdMapLabels.of(Map.of(UIDS, "1:5000:10,0:100000:1", GIDS, "0:7:65536"));

    assertThat(labels.rootUid()).isEqualTo(100000);
    assertThat(labels.rootGid()).isEqualTo(7);
    assertThat(labels.options()).containsExactly("uidmap=1:5000:10,0:100000:1", "gidmap=0:7:65536");
  }

  @Test
  void withoutLabelsNothingIsMapped() {
    assertThat(IdMapLabels.of(Map.of("other", "label")).options()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0:1", "0:x:1", "0:-1:5", "1:100000:65536", "0:100000:0", "0:1:2:3"})
  void otherLabelsAreRefused(String uids) {
    assertThatThrownBy(() -> IdMapLabels.of(Map.of(UIDS, uids, GIDS, "0:7:65536")))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("uidmapping");
  }

  @Test
  void newKernelsCanDoIt() {
    assertThat(IdMapLabels.isHonoured("6.18.44-fc-v669")).isTrue();
    assertThat(IdMapLabels.isHonoured("5.19.0")).isTrue();
    assertThat(IdMapLabels.isHonoured("5.10.0-30-amd64")).isFalse();
    assertThat(IdMapLabels.isHonoured("")).isFalse();
  }
}
