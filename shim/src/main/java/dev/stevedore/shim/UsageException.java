package dev.stevedore.shim;

/** A command line that says nothing the shim can do. */
public final class UsageException extends RuntimeException {
  public UsageException(String message) {
    super(message);
  }
}
