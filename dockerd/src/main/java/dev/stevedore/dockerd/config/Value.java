package dev.stevedore.dockerd.config;

import static java.util.Locale.ROOT;

import dev.stevedore.lib.oci.runtime.Rlimit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a setting was given. {@code toString} is how Docker prints it in an error: {@code true},
 * {@code 15}, {@code [a b]}.
 */
sealed interface Value {
  record Bool(boolean value) implements Value {
    @Override
    public String toString() {
      return Boolean.toString(value);
    }
  }

  record Int(int value) implements Value {
    @Override
    public String toString() {
      return Integer.toString(value);
    }
  }

  record Text(String value) implements Value {
    @Override
    public String toString() {
      return value;
    }
  }

  record Items(List<String> values) implements Value {
    @Override
    public String toString() {
      return "[" + String.join(" ", values) + "]";
    }
  }

  record Options(Map<String, String> values) implements Value {
    @Override
    public String toString() {
      return values.toString();
    }
  }

  record OptionsByName(Map<String, Map<String, String>> values) implements Value {
    @Override
    public String toString() {
      return values.toString();
    }
  }

  /** A range of addresses that is cut into subnets of a size. */
  record Pool(String base, int size) {
    @Override
    public String toString() {
      return base + " " + size;
    }
  }

  record Pools(List<Pool> values) implements Value {
    @Override
    public String toString() {
      return values.stream().map(Pool::toString).collect(Collectors.joining(", "));
    }
  }

  /** In bytes. */
  record Size(long bytes) implements Value {
    @Override
    public String toString() {
      return Long.toString(bytes);
    }
  }

  /** By name. */
  record Ulimits(Map<String, Rlimit> values) implements Value {
    @Override
    public String toString() {
      return values.values().stream()
          .map(
              limit ->
                  "%s=%d:%d"
                      .formatted(
                          limit.type().specName().substring("RLIMIT_".length()).toLowerCase(ROOT),
                          limit.soft(),
                          limit.hard()))
          .collect(Collectors.joining(" ", "[", "]"));
    }
  }

  record Runtimes(Map<String, RuntimeConfig> values) implements Value {
    @Override
    public String toString() {
      return "[" + String.join(" ", values.keySet()) + "]";
    }
  }
}
