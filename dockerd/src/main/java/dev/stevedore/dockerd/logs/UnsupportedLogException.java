package dev.stevedore.dockerd.logs;

import java.io.IOException;

/** The container's log driver cannot read back what it was given. */
public final class UnsupportedLogException extends IOException {
  private static final long serialVersionUID = 1L;

  UnsupportedLogException(String message) {
    super(message);
  }
}
