package dev.stevedore.docker.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FlagParserTest {
  private static final FlagTable TABLE =
      FlagTable.builder()
          .bool("interactive", 'i', "")
          .bool("tty", 't', "")
          .list("env", 'e', "")
          .string("name", "")
          .of(FlagType.BYTES, "memory", 'm', "")
          .of(FlagType.BOOL, "sig-proxy", Flag.NO_SHORTHAND, "true", "")
          .build();

  private static FlagValues parse(String... words) {
    return FlagParser.parse(TABLE, List.of(words), false);
  }

  @Test
  void shorthandsAreBundledAndTheLastTakesAValue() {
    FlagValues values = parse("-itm", "64m", "busybox", "-x");
    assertThat(values.bool("interactive")).isTrue();
    assertThat(values.bool("tty")).isTrue();
    assertThat(values.bytes("memory")).isEqualTo(64 << 20);
    assertThat(values.arguments()).containsExactly("busybox", "-x");
  }

  @Test
  void aValueFollowsWithSpaceEqualsOrDirectly() {
    FlagValues values = parse("-eA=b", "-e", "C=d", "-e=E", "--env=F=g", "--env", "H");
    assertThat(values.list("env")).containsExactly("A=b", "C=d", "E", "F=g", "H");
  }

  @Test
  void flagsAfterArgumentsCountOnlyWhereTheyMay() {
    List<String> words = List.of("web", "-t", "--name", "x");
    assertThat(FlagParser.parse(TABLE, words, false).bool("tty")).isFalse();
    FlagValues values = FlagParser.parse(TABLE, words, true);
    assertThat(values.bool("tty")).isTrue();
    assertThat(values.arguments()).containsExactly("web");
  }

  @Test
  void twoDashesEndTheFlags() {
    assertThat(FlagParser.parse(TABLE, List.of("-t", "--", "-i"), true).arguments())
        .containsExactly("-i");
  }

  @Test
  void aBoolMayBeSwitchedOff() {
    assertThat(parse().bool("sig-proxy")).isTrue();
    assertThat(parse("--sig-proxy=false").bool("sig-proxy")).isFalse();
    assertThat(parse("-t=false").bool("tty")).isFalse();
  }

  @Test
  void complaintsAreDockers() {
    assertUsage("unknown flag: --foo", "--foo");
    assertUsage("unknown shorthand flag: 'x' in -x", "-ix");
    assertUsage("flag needs an argument: --name", "--name");
    assertUsage("flag needs an argument: 'e' in -e", "-e");
    assertUsage("bad flag syntax: --=a", "--=a");
    assertUsage(
        "invalid argument \"abc\" for \"-m, --memory\" flag: invalid size: 'abc'", "-m", "abc");
    assertUsage(
        "invalid argument \"x\" for \"-t, --tty\" flag: strconv.ParseBool: parsing \"x\": invalid"
            + " syntax",
        "--tty=x");
  }

  private static void assertUsage(String message, String... words) {
    assertThatThrownBy(() -> parse(words)).isInstanceOf(UsageException.class).hasMessage(message);
  }

  @Test
  void helpIsHeardEvenBeforeMistakes() {
    assertThat(parse("--help", "--foo").helpWanted()).isTrue();
    assertThat(parse("-h").helpWanted()).isTrue();
  }
}
