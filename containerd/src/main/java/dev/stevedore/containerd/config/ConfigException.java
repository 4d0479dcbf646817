package dev.stevedore.containerd.config;

/** The configuration is not usable; the message says where and why. */
public final class ConfigException extends RuntimeException {
  /** With the message that the user reads. */
  public ConfigException(String message) {
    super(message);
  }

  ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
