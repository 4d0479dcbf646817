package dev.stevedore.lib.tar;

import java.io.IOException;

/** The archive is broken, or has something that this reader does not know. */
public final class TarException extends IOException {
  TarException(String message) {
    super("archive/tar: " + message);
  }
}
