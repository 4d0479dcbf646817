package dev.stevedore.dockerd.http;

import java.io.IOException;

/** The connection to the client failed: nothing more can be sent, and nobody is to blame for it. */
public final class LostConnectionException extends IOException {
  private static final long serialVersionUID = 1;

  LostConnectionException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
