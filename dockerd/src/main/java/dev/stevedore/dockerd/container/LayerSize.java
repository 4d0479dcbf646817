package dev.stevedore.dockerd.container;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.GoSize;
import dev.stevedore.dockerd.container.config.HostConfig;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/** How much a container's writable layer may hold: {@code --storage-opt size=10G}. */
final class LayerSize {
  private LayerSize() {}

  /**
   * Reads the options of the storage driver; texts are Docker's, which knows project quotas on XFS
   * only.
   *
   * @param otherwise the limit of who says nothing
   * @param limitable tells whether layers can be limited; asked only if they are to be
   * @return bytes; empty for no limit
   */
  static OptionalLong of(HostConfig host, OptionalLong otherwise, BooleanSupplier limitable) {
    Map<String, String> options = host.storageOptions();
    if (options.isEmpty()) {
      return otherwise;
    }
    if (!limitable.getAsBoolean()) {
      throw new ApiException.Internal(
          "--storage-opt is supported only for overlay over xfs with 'pquota' mount option");
    }
    long size = 0;
    for (Map.Entry<String, String> option : options.entrySet()) {
      if (!option.getKey().toLowerCase(Locale.ROOT).equals("size")) {
        throw new ApiException.BadParameter("Unknown option " + option.getKey());
      }
      size = GoSize.parse(option.getValue());
    }
    return size == 0 ? OptionalLong.empty() : OptionalLong.of(size);
  }
}
