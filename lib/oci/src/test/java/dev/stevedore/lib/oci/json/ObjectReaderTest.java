package dev.stevedore.lib.oci.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ObjectReaderTest {
  @Test
  void keepsAllDigitsOfUnsignedNumbers() {
    ObjectReader in = ObjectReader.parse("{\"a\":18446744073709551615,\"b\":9223372036854775807}");
    assertThat(in.uint64("a")).isEqualTo(-1);
    assertThat(in.uint64("b")).isEqualTo(Long.MAX_VALUE);
    assertThat(new ObjectWriter().unsignedValue("a", -1).toJson())
        .hasToString("{\"a\":18446744073709551615}");
  }

  @Test
  void refusesNumbersThatDoNotFit() {
    ObjectReader in = ObjectReader.parse("{\"a\":4294967296,\"b\":1.5,\"c\":-1,\"d\":\"1\"}");
    assertThatThrownBy(() -> in.uint32("a")).hasMessageStartingWith("a: must be");
    assertThatThrownBy(() -> in.int64("b")).hasMessageStartingWith("b: must be");
    assertThatThrownBy(() -> in.uint64("c")).hasMessageStartingWith("c: must be");
    assertThatThrownBy(() -> in.int32("d")).hasMessage("d: must be a number, not \"1\"");
  }

  @Test
  void saysWhereTextIsNotJson() {
    assertThatThrownBy(() -> ObjectReader.parse("{\"a\":}"))
        .isInstanceOf(JsonFormatException.class)
        .hasMessageStartingWith("not JSON: ")
        .hasMessageContaining("1:6");
  }

  @Test
  void aFieldThatIsThereTwiceIsRefused() {
    assertThatThrownBy(() -> ObjectReader.parse("{\"a\": 1, \"a\": 2}"))
        .isInstanceOf(JsonFormatException.class)
        .hasMessage("a: is there twice");
  }

  @Test
  void aStringWithNulIsRefused() {
    ObjectReader reader = ObjectReader.parse("{\"a\": [\"x\\u0000y\"]}");
    assertThatThrownBy(() -> reader.strings("a")).hasMessage("a[0]: has a NUL character in it");
  }
}
