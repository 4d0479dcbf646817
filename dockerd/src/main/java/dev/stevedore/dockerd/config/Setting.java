package dev.stevedore.dockerd.config;

import java.util.Optional;

/**
 * One thing that can be set.
 *
 * @param flag the long flag without dashes
 * @param shorthand the short flag
 * @param key the name in the configuration file: the flag's, or a plural of it for lists
 * @param kind what values it takes
 * @param fallback the default as shown in the help; empty for the kind's zero value
 * @param help a line for {@code --help}
 */
record Setting(
    String flag,
    Optional<Character> shorthand,
    String key,
    Kind kind,
    String fallback,
    String help) {
  /** What a value looks like. */
  enum Kind {
    BOOL(""),
    INT("int"),
    TEXT("string"),
    LIST("list"),
    OPTIONS("map"),
    OPTIONS_BY_NAME("mapmap"),
    POOLS("pool-options"),
    SIZE("bytes"),
    ULIMITS("ulimit"),
    RUNTIMES("runtime");

    /** The placeholder in the help; none for booleans, which need no value. */
    final String placeholder;

    Kind(String placeholder) {
      this.placeholder = placeholder;
    }
  }

  /** How errors call it: {@code -D, --debug}. */
  String title() {
    return shorthand.map(c -> "-" + c + ", ").orElse("") + "--" + flag;
  }
}
