package dev.stevedore.containerd.metadata;

import dev.stevedore.containerd.errors.Failure;
import java.util.Map;

/** Labels: text by key, on everything that is stored. */
public final class Labels {
  private static final int MAX_SIZE = 4096;
  private static final int SHOWN = 64;

  private Labels() {}

  /** Refuses a label whose key and value are longer than 4096 bytes together. */
  public static void validate(Map<String, String> labels) {
    labels.forEach(
        (key, value) -> {
          int size = key.length() + value.length();
          if (size > MAX_SIZE) {
            String shown = key.length() > SHOWN ? key.substring(0, SHOWN) : key;
            throw Failure.invalidArgument(
                "label key and value length ("
                    + size
                    + " bytes) greater than maximum size ("
                    + MAX_SIZE
                    + " bytes), key: "
                    + shown);
          }
        });
  }

  /** Sets one label of the target as the source has it; an empty or missing one is removed. */
  public static void copy(Map<String, String> from, Map<String, String> to, String key) {
    String value = from.get(key);
    if (value == null || value.isEmpty()) {
      to.remove(key);
    } else {
      to.put(key, value);
    }
  }
}
