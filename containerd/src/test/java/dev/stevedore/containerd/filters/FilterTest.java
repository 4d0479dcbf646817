package dev.stevedore.containerd.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.containerd.errors.Failure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
  private static final Fields THING =
      path ->
          switch (path.getFirst()) {
            case "name" -> Fields.of("docker.io/library/busybox:latest");
            case "labels" -> Fields.inMap(Map.of("a.b/c", "x y", "empty", "1"), path);
            default -> Optional.empty();
          };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "name",
        "name==docker.io/library/busybox:latest",
        "name!=other",
        "name!=other, name~=busybox",
        " name != other",
        "name~=busybox",
        "name~=/^docker\\.io\\//",
        "name~=|library/[a-z]+|",
        "labels.\"a.b/c\"==\"x y\"",
        "labels.empty,name~=busy",
        "missing!=x",
      })
  void lets(String filter) {
    assertThat(Filter.parse(filter).test(THING)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name==busybox",
        "name!=docker.io/library/busybox:latest",
        "missing",
        "missing!=\"\"",
        "missing==",
        "name~=\"^busybox\"",
        "labels.\"a.b/c\"==x",
        "name~=busybox,missing",
      })
  void stops(String filter) {
    if (filter.equals("missing==")) {
      assertThatThrownBy(() -> Filter.parse(filter)).isInstanceOf(Failure.class);
    } else {
      assertThat(Filter.parse(filter).test(THING)).isFalse();
    }
  }

  @Test
  void aMistakeIsShownAtItsPlace() {
    assertThatThrownBy(() -> Filter.parse("bad~"))
        .hasMessage(
            "filters: parse error: [bad >|~|< ]: unsupported operator \"~\": invalid argument");
    assertThatThrownBy(() -> Filter.parse("name=="))
        .hasMessage("filters: parse error: [name==]: expected value or quoted: invalid argument");
  }

  @Test
  void anyOfManyIsEnough() {
    assertThat(Filter.any(List.of()).test(THING)).isTrue();
    assertThat(Filter.any(List.of("name==x", "name")).test(THING)).isTrue();
    assertThat(Filter.any(List.of("name==x", "missing")).test(THING)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "==x",
        "name=x",
        "name==\"open",
        "name,,",
        "name~=[",
        ".name",
        "a b",
        "name==x ",
        "name ,name"
      })
  void saysWhereItIsWrong(String filter) {
    assertThatThrownBy(() -> Filter.parse(filter))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith("filters: ")
        .hasMessageEndingWith("invalid argument");
  }
}
