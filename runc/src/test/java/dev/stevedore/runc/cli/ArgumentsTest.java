package dev.stevedore.runc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  private static final List<Flag> FLAGS =
      List.of(
          Flag.ofSwitch("detach", "d", ""),
          Flag.ofValue("bundle", "b", ""),
          Flag.ofList("env", "e", ""));

  @Test
  void takesFlagsInAllTheirForms() {
    Arguments arguments =
        parse(9, "--detach", "-b", "/a", "id", "--bundle=/b", "-env", "A=1", "-e=B=2", "--", "-x");
    assertThat(arguments.isOn("detach")).isTrue();
    assertThat(arguments.value("bundle")).contains("/b");
    assertThat(arguments.list("env")).containsExactly("A=1", "B=2");
    assertThat(arguments.positional()).containsExactly("id", "-x");
  }

  @Test
  void leavesTheCommandOfExecAlone() {
    Arguments arguments = parse(1, "-d", "id", "ls", "-d", "--nonsense");
    assertThat(arguments.positional()).containsExactly("id", "ls", "-d", "--nonsense");
  }

  @Test
  void aSwitchCanBeTurnedOff() {
    assertThat(parse(9, "--detach=false").isOn("detach")).isFalse();
    assertThat(parse(9, "--detach=false").isSet("detach")).isTrue();
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> parse(9, "--nonsense"))
        .isInstanceOf(UsageException.class)
        .hasMessage("flag provided but not defined: -nonsense");
    assertThatThrownBy(() -> parse(9, "--bundle")).hasMessage("flag needs an argument: --bundle");
    assertThatThrownBy(() -> parse(9, "--detach=perhaps")).hasMessageContaining("perhaps");
    assertThatThrownBy(() -> parse(9, "-b", "x").number("bundle")).hasMessageContaining("\"x\"");
  }

  private static Arguments parse(int positionalLimit, String... words) {
    return Arguments.parse(FLAGS, List.of(words), positionalLimit);
  }
}
