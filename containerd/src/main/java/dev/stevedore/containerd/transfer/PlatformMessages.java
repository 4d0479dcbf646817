package dev.stevedore.containerd.transfer;

import dev.stevedore.lib.oci.image.Platform;
import java.util.List;

/** Platforms as messages have them. */
final class PlatformMessages {
  private PlatformMessages() {}

  static Platform read(dev.stevedore.lib.containerdapi.types.Platform message) {
    return new Platform(
        message.getOs(),
        message.getArchitecture(),
        message.getVariant(),
        message.getOsVersion(),
        message.getOsFeaturesList());
  }

  static List<Platform> read(List<dev.stevedore.lib.containerdapi.types.Platform> messages) {
    return messages.stream().map(PlatformMessages::read).toList();
  }
}
