package dev.stevedore.dockerd.network.model;

import java.util.Optional;

/** Truth values as Go reads them. */
public final class BooleanOption {
  private BooleanOption() {}

  /** What a text says; nothing if it is neither true nor false. */
  public static Optional<Boolean> parse(String text) {
    return switch (text) {
      case "1", "t", "T", "TRUE", "true", "True" -> Optional.of(true);
      case "0", "f", "F", "FALSE", "false", "False" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
