package dev.stevedore.lib.daemon.toml;

/** A text is not TOML; the message says where and why. */
public final class TomlException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TomlException(String message) {
    super(message);
  }
}
