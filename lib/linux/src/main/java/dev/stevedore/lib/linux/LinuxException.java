package dev.stevedore.lib.linux;

import java.io.IOException;

/** A system call failed. The message is {@code operation object: text (ERRNO)}. */
public final class LinuxException extends IOException {
  private final String operation;
  private final String object;
  private final Errno errno;

  /**
   * A failure.
   *
   * @param operation what was tried, such as {@code mount}
   * @param object what it was tried on
   * @param errno why it failed
   */
  public LinuxException(String operation, String object, Errno errno) {
    super(
        operation
            + (object.isEmpty() ? "" : " " + object)
            + ": "
            + errno.text()
            + " ("
            + errno
            + ")");
    this.operation = operation;
    this.object = object;
    this.errno = errno;
  }

  /** What was tried. */
  public String operation() {
    return operation;
  }

  /** What it was tried on. */
  public String object() {
    return object;
  }

  /** Why it failed. */
  public Errno errno() {
    return errno;
  }
}
