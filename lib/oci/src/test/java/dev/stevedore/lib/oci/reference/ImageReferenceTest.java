package dev.stevedore.lib.oci.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageReferenceTest {
  private static final String HEX =
      "654fc8fd836e35f4a64586bddf8f59b9029b48cf80f520834c6c98ca8ab5def9";

  @ParameterizedTest
  @CsvSource({
    "busybox, docker.io/library/busybox, busybox",
    "busybox:1.36, docker.io/library/busybox:1.36, busybox:1.36",
    "library/busybox, docker.io/library/busybox, busybox",
    "docker.io/busybox, docker.io/library/busybox, busybox",
    "index.docker.io/me/app:x, docker.io/me/app:x, me/app:x",
    "me/app, docker.io/me/app, me/app",
    "localhost/app, localhost/app, localhost/app",
    "localhost:5000/app:v1, localhost:5000/app:v1, localhost:5000/app:v1",
    "ghcr.io/a/b__c/d-e.f:T, ghcr.io/a/b__c/d-e.f:T, ghcr.io/a/b__c/d-e.f:T",
    "'[::1]:5000/app', '[::1]:5000/app', '[::1]:5000/app'",
  })
  void readsWhatUsersWrite(String written, String full, String familiar) {
    ImageReference reference = ImageReference.parse(written);

    assertThat(reference).hasToString(full);
    assertThat(reference.familiar()).isEqualTo(familiar);
  }

  @Test
  void digestStaysAndNeedsNoTag() {
    ImageReference reference = ImageReference.parse("busybox@sha256:" + HEX);

    assertThat(reference.withDefaultTag()).hasToString("docker.io/library/busybox@sha256:" + HEX);
    assertThat(ImageReference.parse("busybox").withDefaultTag())
        .hasToString("docker.io/library/busybox:latest");
  }

  @ParameterizedTest
  @CsvSource({
    "Busybox, invalid reference format: repository name (library/Busybox) must be lowercase",
    "'', invalid reference format",
    "'busy box', invalid reference format",
    "busybox:, invalid reference format",
    "-busybox, invalid reference format",
    "a//b, invalid reference format",
    "busybox@sha256:abcdef0123456789abcdef0123456789, invalid checksum digest length",
    "654fc8fd836e35f4a64586bddf8f59b9029b48cf80f520834c6c98ca8ab5def9,"
        + "'invalid repository name (654fc8fd836e35f4a64586bddf8f59b9029b48cf80f520834c6c98ca8ab5def9),"
        + " cannot specify 64-byte hexadecimal strings'",
  })
  void saysWhyAsDockerDoes(String written, String message) {
    assertThatThrownBy(() -> ImageReference.parse(written))
        .isInstanceOf(InvalidReferenceException.class)
        .hasMessage(message);
  }
}
