package dev.stevedore.docker.engine;

import dev.stevedore.docker.cli.CliException;

/** The daemon answered with an error. */
public final class ApiException extends CliException {
  private final int httpStatus;
  private final String reason;

  /**
   * @param reason what the daemon said
   */
  public ApiException(int httpStatus, String reason) {
    super("Error response from daemon: " + reason, 1);
    this.httpStatus = httpStatus;
    this.reason = reason;
  }

  public int httpStatus() {
    return httpStatus;
  }

  /** What the daemon said, without anything before it. */
  public String reason() {
    return reason;
  }

  public boolean isNotFound() {
    return httpStatus == 404;
  }

  public boolean isUnauthorized() {
    return httpStatus == 401;
  }
}
