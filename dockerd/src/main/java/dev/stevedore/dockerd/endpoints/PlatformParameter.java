package dev.stevedore.dockerd.endpoints;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Query;
import dev.stevedore.lib.oci.image.Platform;
import java.util.Optional;

/** The parameter {@code platform} where it is a text: {@code linux/arm64/v8}. */
final class PlatformParameter {
  private PlatformParameter() {}

  /**
   * Reads it.
   *
   * @throws ApiException.BadParameter if it is no platform
   */
  static Optional<Platform> of(Query query) {
    String text = query.text("platform");
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Platform.parse(text));
    } catch (IllegalArgumentException e) {
      throw new ApiException.BadParameter(String.valueOf(e.getMessage()), e);
    }
  }
}
