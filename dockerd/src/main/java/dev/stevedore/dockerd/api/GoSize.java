package dev.stevedore.dockerd.api;

import dev.stevedore.dockerd.units.ByteSize;

/** Sizes as options in requests: {@code 512}, {@code 10m}, {@code 1.5 GiB}; a k is 1024. */
public final class GoSize {
  private GoSize() {}

  /**
   * Reads a size.
   *
   * @return bytes
   * @throws ApiException.BadParameter with Docker's texts
   */
  public static long parse(String text) {
    try {
      return ByteSize.binary(text);
    } catch (IllegalArgumentException e) {
      throw new ApiException.BadParameter(String.valueOf(e.getMessage()), e);
    }
  }
}
