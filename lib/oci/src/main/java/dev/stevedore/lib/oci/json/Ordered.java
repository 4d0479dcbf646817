package dev.stevedore.lib.oci.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Maps that keep the order of the JSON text. */
public final class Ordered {
  private Ordered() {}

  /** An unmodifiable copy in the same order, which {@link Map#copyOf} does not promise. */
  public static <K, V> Map<K, V> copyOf(Map<K, V> map) {
    return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
