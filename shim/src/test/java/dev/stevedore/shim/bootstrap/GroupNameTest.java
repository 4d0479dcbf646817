package dev.stevedore.shim.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class GroupNameTest {
  @Test
  void theShimsOwnAnnotationCountsBeforeThePod() {
    String pod = "\"io.kubernetes.cri.sandbox-id\":\"pod\"";
    assertThat(GroupName.in("{\"annotations\":{" + pod + "}}")).contains("pod");
    assertThat(
            GroupName.in(
                "{\"annotations\":{" + pod + ",\"io.containerd.runc.v2.group\":\"mine\"}}"))
        .contains("mine");
    assertThat(GroupName.in("{\"process\":{}}")).isEmpty();
    assertThat(GroupName.in("{broken")).isEmpty();
  }

  @Test
  void theNameIsFoundAnywhereInAPiece() {
    byte[] bytes = "x: io.kubernetes.cri.sandbox-id".getBytes(StandardCharsets.US_ASCII);
    assertThat(GroupName.mayBeIn(bytes, bytes.length)).isTrue();
    assertThat(GroupName.mayBeIn(bytes, bytes.length - 1)).isFalse();
    assertThat(GroupName.overlap()).isEqualTo("io.kubernetes.cri.sandbox-id".length() - 1);
  }
}
