package dev.stevedore.dockerd.network.model;

import dev.stevedore.dockerd.api.ApiException;

/** Truth values as Go reads them. */
public final class BooleanOption {
  private BooleanOption() {}

  /**
   * Reads an option's value.
   *
   * @throws ApiException.BadParameter if it is neither true nor false
   */
  public static boolean parse(String option, String text) {
    return switch (text) {
      case "1", "t", "T", "TRUE", "true", "True" -> true;
      case "0", "f", "F", "FALSE", "false", "False" -> false;
      default ->
          throw new ApiException.BadParameter(
              "driver-opt \"" + option + "\" is not a valid bool: \"" + text + "\"");
    };
  }
}
