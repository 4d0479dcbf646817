package dev.stevedore.dockerd.config;

import java.util.List;
import java.util.Map;

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

  record Runtimes(Map<String, RuntimeConfig> values) implements Value {
    @Override
    public String toString() {
      return "[" + String.join(" ", values.keySet()) + "]";
    }
  }
}
