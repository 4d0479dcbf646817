package dev.stevedore.dockerd.store;

/** The database cannot be read or written: a full disk, for instance. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
