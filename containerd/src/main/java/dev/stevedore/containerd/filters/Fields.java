package dev.stevedore.containerd.filters;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a filter can ask of a thing: its fields, by path. */
@FunctionalInterface
public interface Fields {
  /**
   * The value of a field.
   *
   * @param path such as {@code ["labels", "some.key"]}
   * @return nothing if there is no such field, or it is empty
   */
  Optional<String> get(List<String> path);

  /** A value, unless it is empty. */
  static Optional<String> of(String value) {
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /** The value of a key, which may itself have dots: the rest of the path. */
  static Optional<String> inMap(Map<String, String> map, List<String> path) {
    return Optional.ofNullable(map.get(String.join(".", path.subList(1, path.size()))));
  }
}
