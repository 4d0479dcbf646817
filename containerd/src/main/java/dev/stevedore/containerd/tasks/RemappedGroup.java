package dev.stevedore.containerd.tasks;

import dev.stevedore.lib.oci.json.JsonFormatException;
import dev.stevedore.lib.oci.runtime.IdMapping;
import dev.stevedore.lib.oci.runtime.Linux;
import dev.stevedore.lib.oci.runtime.Spec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;

/** Which group of the host a container's group 0 is. */
final class RemappedGroup {
  private RemappedGroup() {}

  /**
   * Looks at a container's specification.
   *
   * @param config its JSON; what is wrong with it is the runtime's to say
   * @return empty when it is group 0, too
   */
  static OptionalInt of(byte[] config) {
    String json = new String(config, StandardCharsets.UTF_8);
    if (!json.contains("\"gidMappings\"")) {
      return OptionalInt.empty(); // most have none, and parsing them takes a while
    }
    List<IdMapping> mappings;
    try {
      mappings = Spec.parse(json).linux().map(Linux::gidMappings).orElse(List.of());
    } catch (JsonFormatException e) {
      return OptionalInt.empty();
    }
    for (IdMapping mapping : mappings) {
      if (mapping.containerId() == 0 && mapping.hostId() != 0) {
        return OptionalInt.of((int) mapping.hostId());
      }
    }
    return OptionalInt.empty();
  }
}
