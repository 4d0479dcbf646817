package dev.stevedore.runc.cli;

/** The command line does not make sense. */
public final class UsageException extends RuntimeException {
  public UsageException(String message) {
    super(message);
  }
}
