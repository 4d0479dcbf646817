package dev.stevedore.lib.daemon.toml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class TomlTest {
  private static Map<String, Object> parse(String text) {
    return Toml.parse("f.toml", text);
  }

  @Test
  void tablesAndKeysInTheirOrder() {
    Map<String, Object> root =
        parse(
            """
            server = "https://a" # comment

            [host."https://b.c:5000"]
              capabilities = ["pull", "resolve"]
            [host."https://b.c:5000".header]
              x-a = "1"
            [host.'http://d']
              override_path = true
            """);
    assertThat(root)
        .isEqualTo(
            Map.of(
                "server",
                "https://a",
                "host",
                Map.of(
                    "https://b.c:5000",
                    Map.of(
                        "capabilities", List.of("pull", "resolve"), "header", Map.of("x-a", "1")),
                    "http://d",
                    Map.of("override_path", true))));
    assertThat(root.get("host"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsOnlyKeys("https://b.c:5000", "http://d")
        .extracting(hosts -> hosts.keySet().iterator().next())
        .isEqualTo("https://b.c:5000");
  }

  @Test
  void values() {
    assertThat(
            parse(
                """
                a.b = -1_000
                hex = 0xfF
                real = 6.5e-1
                s = "tab\\t\\u00e9 \\"q\\""
                l = 'c:\\d'
                lines = \"""
                one
                two \\
                   three\"""
                pairs = [
                  ["a", "b"], # first
                  ["c", "d"],
                ]
                t = { x = 1, y.z = "w" }
                """))
        .isEqualTo(
            Map.of(
                "a",
                Map.of("b", -1000L),
                "hex",
                255L,
                "real",
                0.65,
                "s",
                "tab\té \"q\"",
                "l",
                "c:\\d",
                "lines",
                "one\ntwo three",
                "pairs",
                List.of(List.of("a", "b"), List.of("c", "d")),
                "t",
                Map.of("x", 1L, "y", Map.of("z", "w"))));
  }

  @Test
  void arraysOfTables() {
    assertThat(parse("[[a]]\nb = 1\n[[a]]\nb = 2\n[a.c]\nd = 3\n"))
        .isEqualTo(Map.of("a", List.of(Map.of("b", 1L), Map.of("b", 2L, "c", Map.of("d", 3L)))));
  }

  @Test
  void whatIsNotTomlIsToldWithItsLine() {
    assertThatThrownBy(() -> parse("a = 1\na = 2")).hasMessage("f.toml:2: a is set twice");
    assertThatThrownBy(() -> parse("a = \"x")).hasMessage("f.toml:1: a string does not end");
    assertThatThrownBy(() -> parse("\n\nb")).hasMessage("f.toml:3: expected key = value");
    assertThatThrownBy(() -> parse("a = 1 b")).hasMessage("f.toml:1: unexpected b");
    assertThatThrownBy(() -> parse("[a]\n[a]")).hasMessage("f.toml:2: table a is there twice");
    assertThatThrownBy(() -> parse("a = 1\n[a]")).hasMessage("f.toml:2: a is no table");
    assertThatThrownBy(() -> parse("a = [1 2]"))
        .hasMessage("f.toml:1: expected , or ] in an array");
    assertThatThrownBy(() -> parse("a = what")).hasMessage("f.toml:1: not a value: what");
    assertThatThrownBy(() -> parse("a = 2020-01-01"))
        .hasMessage("f.toml:1: dates are not supported: 2020-01-01");
  }
}
