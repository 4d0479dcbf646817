package dev.stevedore.lib.registry.hosts;

/** A {@code hosts.toml} says what cannot be; the message says what. */
final class InvalidHostsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  InvalidHostsException(String message) {
    super(message);
  }
}
