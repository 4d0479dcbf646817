package dev.stevedore.docker.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FormatTest {
  @Test
  void sizesHaveThreeOrFourDigits() {
    assertThat(Sizes.decimal(1_533_000)).isEqualTo("1.53MB");
    assertThat(Sizes.decimalExact(1_533_000)).isEqualTo("1.533MB");
    assertThat(Sizes.decimal(0)).isEqualTo("0B");
    assertThat(Sizes.decimal(999)).isEqualTo("999B");
    assertThat(Sizes.decimal(77_800_000)).isEqualTo("77.8MB");
    assertThat(Sizes.binary(25_275_998_208L)).isEqualTo("23.54GiB");
  }

  @Test
  void datesAreGregorian() {
    assertThat(Times.ctime(1_748_606_834)).isEqualTo("Fri May 30 12:07:14 2025");
    assertThat(Times.ctime(951_782_400)).isEqualTo("Tue Feb 29 00:00:00 2000");
  }

  @Test
  void columnsAreAsWideAsTheirWidestCellAndEndWhereLinesHaveNone() {
    assertThat(new TabWriter(10, 3).align("ID\tNAME\nabcdefgh\tx\n"))
        .isEqualTo("ID         NAME\nabcdefgh   x\n");
    assertThat(new TabWriter(4, 1).align("a\tb\nno tabs\nlonger\tc\n"))
        .isEqualTo("a   b\nno tabs\nlonger c\n");
    assertThat(new TabWriter(4, 1).align("ä\t|\nabcd\t|")).isEqualTo("ä    |\nabcd |");
  }

  @Test
  void jsonIsLaidOutWithoutTouchingItsValues() {
    String json = "[{\"a\": 1.50,\"b\":[],\"c\":{}, \"d\":[\"{,}\\\"\"]}]";
    assertThat(JsonIndent.indent(json, "", "  "))
        .isEqualTo(
            """
            [
              {
                "a": 1.50,
                "b": [],
                "c": {},
                "d": [
                  "{,}\\""
                ]
              }
            ]""");
    assertThat(JsonIndent.indent("[]", "", "    ")).isEqualTo("[]");
  }

  @Test
  void textsAreCutAndQuoted() {
    assertThat(Texts.shortId("sha256:0123456789abcdef")).isEqualTo("0123456789ab");
    assertThat(Texts.ellipsis("sleep 1000000000000000000", 20)).isEqualTo("sleep 1000000000000…");
    assertThat(Texts.quote("a\"b\\\n\u0001")).isEqualTo("\"a\\\"b\\\\\\n\\x01\"");
  }
}
