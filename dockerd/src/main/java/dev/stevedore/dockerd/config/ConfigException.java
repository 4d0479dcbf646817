package dev.stevedore.dockerd.config;

/**
 * A flag or the configuration file is wrong; the message says which and how, in Docker's words
 * where it has them.
 */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1;

  public ConfigException(String message) {
    super(message);
  }

  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
