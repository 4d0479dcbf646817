package dev.stevedore.lib.posix;

/**
 * A system call that failed: which, on what, and why. Reads as {@code open /etc/passwd: permission
 * denied}.
 */
public final class PosixException extends RuntimeException {
  private final String operation;
  private final String subject;
  private final Errno errno;

  /**
   * Takes the failure apart, so that callers can decide by errno.
   *
   * @param operation the call's name, as in its man page
   * @param subject what it was about: a path, or empty
   */
  public PosixException(String operation, String subject, Errno errno) {
    super((subject.isEmpty() ? operation : operation + " " + subject) + ": " + errno.message());
    this.operation = operation;
    this.subject = subject;
    this.errno = errno;
  }

  @Override
  public String getMessage() {
    return (subject.isEmpty() ? operation : operation + " " + subject) + ": " + errno.message();
  }

  public String operation() {
    return operation;
  }

  public String subject() {
    return subject;
  }

  public Errno errno() {
    return errno;
  }

  /** Whether this is why. */
  public boolean is(Errno other) {
    return errno.equals(other);
  }
}
