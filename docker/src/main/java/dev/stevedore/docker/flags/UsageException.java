package dev.stevedore.docker.flags;

/** The command line cannot be understood: an unknown flag, a missing value, a bad value. */
public final class UsageException extends RuntimeException {
  public UsageException(String message) {
    super(message);
  }
}
