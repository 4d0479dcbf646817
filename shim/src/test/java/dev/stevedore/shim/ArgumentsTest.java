package dev.stevedore.shim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ArgumentsTest {
  @Test
  void readsWhatContainerdGives() {
    Arguments got =
        parse(
            "-namespace",
            "moby",
            "-address",
            "/run/c.sock",
            "-publish-binary",
            "/bin/c",
            "-id",
            "abc",
            "-debug",
            "start");

    assertThat(got)
        .isEqualTo(
            new Arguments(
                "moby", "abc", "/run/c.sock", "/bin/c", true, "", "", false, false, "start"));
  }

  @Test
  void readsTheOtherWaysToWriteAFlag() {
    Arguments got =
        parse("--namespace=k8s.io", "-bundle=/b", "-socket", "", "-debug=false", "delete");

    assertThat(got.namespace()).isEqualTo("k8s.io");
    assertThat(got.bundle()).isEqualTo("/b");
    assertThat(got.debug()).isFalse();
    assertThat(got.verb()).isEqualTo("delete");
    assertThat(parse("-v").version()).isTrue();
    assertThat(parse("-info").info()).isTrue();
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> parse("-colour", "red"))
        .isInstanceOf(UsageException.class)
        .hasMessage("flag provided but not defined: -colour");
    assertThatThrownBy(() -> parse("-id"))
        .isInstanceOf(UsageException.class)
        .hasMessage("flag needs an argument: -id");
    assertThatThrownBy(() -> parse("-debug=maybe"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("maybe");
  }

  private static Arguments parse(String... arguments) {
    return Arguments.parse(List.of(arguments));
  }
}
