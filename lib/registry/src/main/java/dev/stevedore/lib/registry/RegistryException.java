package dev.stevedore.lib.registry;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a registry refused, or why it could not be asked; the message is Docker's for the same. */
public final class RegistryException extends IOException {
  private static final long serialVersionUID = 1;

  private final Kind kind;
  private final transient List<RegistryError> errors;
  private final transient Optional<Duration> retryAfter;

  /** What went wrong, as far as callers may want to do something about it. */
  public enum Kind {
    /** Credentials are missing or wrong. */
    UNAUTHORIZED,
    /** Who one is, is known, and not allowed to do this. */
    DENIED,
    /** There is no such repository, manifest or blob. */
    NOT_FOUND,
    /** The registry has too much to do now, or was asked too often: ask again later. */
    BUSY,
    /** The registry does not understand, or does not do this. */
    REFUSED,
    /** No connection, or one that broke. */
    UNREACHABLE,
    /** What came is not what the digest or the protocol says. */
    CORRUPT
  }

  /** A failure without an answer of the registry's. */
  public RegistryException(Kind kind, String message) {
    this(kind, message, List.of(), Optional.empty());
  }

  /** A failure with the exception it comes from. */
  public RegistryException(Kind kind, String message, Throwable cause) {
    this(kind, message);
    initCause(cause);
  }

  /**
   * What a registry answered.
   *
   * @param errors the errors in the answer's body
   * @param retryAfter how long to wait, if the registry said so
   */
  public RegistryException(
      Kind kind, String message, List<RegistryError> errors, Optional<Duration> retryAfter) {
    super(message);
    this.kind = kind;
    this.errors = List.copyOf(errors);
    this.retryAfter = retryAfter;
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }

  /** The first error code the registry gave, such as {@code MANIFEST_UNKNOWN}; or empty. */
  public String code() {
    return errors.isEmpty() ? "" : errors.getFirst().code();
  }

  /** How long the registry asks to wait. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** Whether the same may work a moment later. */
  public boolean isPassing() {
    return kind == Kind.BUSY || kind == Kind.UNREACHABLE;
  }

  /** The message of an exception, for a sentence. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
