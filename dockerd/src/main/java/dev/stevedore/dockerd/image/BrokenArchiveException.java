package dev.stevedore.dockerd.image;

import java.io.IOException;

/** What was to be loaded is no image archive, or is damaged. */
final class BrokenArchiveException extends IOException {
  private static final long serialVersionUID = 1L;

  BrokenArchiveException(String message) {
    super(message);
  }
}
