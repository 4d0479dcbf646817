package dev.stevedore.docker.flags;

/** A value has the wrong shape; the message says how, without naming the flag. */
public final class BadValueException extends RuntimeException {
  public BadValueException(String message) {
    super(message);
  }
}
