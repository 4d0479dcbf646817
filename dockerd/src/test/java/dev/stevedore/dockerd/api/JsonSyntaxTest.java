package dev.stevedore.dockerd.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts are those of Go 1.24's encoding/json. */
class JsonSyntaxTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{invalid json|invalid JSON: invalid character 'i' looking for beginning of object key string",
        "{} trailing content|unexpected content after JSON",
        "{\"a\" 1}|invalid JSON: invalid character '1' after object key",
        "{\"a\": 1 \"b\"}|invalid JSON: invalid character '\"' after object key:value pair",
        "[1 2]|invalid JSON: invalid character '2' after array element",
        "{\"a\": tru}|invalid JSON: invalid character '}' in literal true (expecting 'e')",
        "{\"a\": 'b'}|invalid JSON: invalid character '\\'' looking for beginning of value",
        "{\"a\": \"\\x\"}|invalid JSON: invalid character 'x' in string escape code",
        "{\"a\": \"\\u12g4\"}|invalid JSON: invalid character 'g' in \\u hexadecimal character escape",
        "{\"a\": 1.x}|invalid JSON: invalid character 'x' after decimal point in numeric literal",
        "{\"a\": 1e}|invalid JSON: invalid character '}' in exponent of numeric literal",
        "{\"a\": -}|invalid JSON: invalid character '}' in numeric literal",
        "{\"a\": [|invalid JSON: unexpected EOF",
        "{\"a\": 1}|invalid JSON: of another shape",
      })
  void saysWhatGoSays(String text, String said) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(JsonSyntax.describe(bytes, "of another shape")).isEqualTo(said);
  }

  @Test
  void endsInDepth() {
    byte[] bytes = "[".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    assertThat(JsonSyntax.describe(bytes, "")).isEqualTo("invalid JSON: exceeded max depth");
  }
}
