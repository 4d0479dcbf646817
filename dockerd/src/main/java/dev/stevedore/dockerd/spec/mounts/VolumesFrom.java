package dev.stevedore.dockerd.spec.mounts;

import dev.stevedore.dockerd.api.ApiException;

/**
 * {@code --volumes-from CONTAINER[:ro]}. Labels (z, Z) and consistency are read and mean nothing.
 *
 * @param container whose mounts are taken
 * @param writable whether they may be written, if they may there
 */
record VolumesFrom(String container, boolean writable) {
  static VolumesFrom parse(String text) {
    if (text.isEmpty()) {
      throw new ApiException.BadParameter("volumes-from specification cannot be an empty string");
    }
    int colon = text.indexOf(':');
    if (colon < 0) {
      return new VolumesFrom(text, true);
    }
    Mode mode = Mode.parse(text.substring(colon + 1));
    // How mounts are propagated, and whether a volume is filled, was settled over there.
    if (mode.has(Mode.Kind.PROPAGATION) || mode.has(Mode.Kind.COPY) || mode.has(Mode.Kind.OWNERS)) {
      throw new ApiException.BadParameter("invalid mode: " + mode.text());
    }
    return new VolumesFrom(text.substring(0, colon), !mode.isReadOnly());
  }
}
