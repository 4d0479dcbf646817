package dev.stevedore.docker.engine;

import dev.stevedore.docker.cli.CliException;

/** The daemon could not be reached, or the connection to it broke. */
public final class UnreachableException extends CliException {
  public UnreachableException(String message, Throwable cause) {
    super(message, 1, cause);
  }
}
