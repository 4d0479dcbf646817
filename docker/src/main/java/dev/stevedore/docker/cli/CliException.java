package dev.stevedore.docker.cli;

/** Ends the program: what to say on stderr, and with which exit status. */
public class CliException extends RuntimeException {
  private final int exitStatus;

  /** Says the message and exits with 1. */
  public CliException(String message) {
    this(message, 1);
  }

  /**
   * @param message what to say; nothing is said if it is empty
   */
  public CliException(String message, int exitStatus) {
    super(message);
    this.exitStatus = exitStatus;
  }

  public CliException(String message, int exitStatus, Throwable cause) {
    super(message, cause);
    this.exitStatus = exitStatus;
  }

  public int exitStatus() {
    return exitStatus;
  }

  /** What the exception says; never null. */
  public String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
