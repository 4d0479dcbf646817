package dev.stevedore.dockerd.http;

import java.io.IOException;

/**
 * The client's bytes are no HTTP request. It is answered with {@link #status()} and the connection
 * is closed.
 */
public final class MalformedRequestException extends IOException {
  private static final long serialVersionUID = 1;
  private final int status;

  public MalformedRequestException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** Returns the HTTP status to answer with: 400, 431, 501 or 505. */
  public int status() {
    return status;
  }
}
