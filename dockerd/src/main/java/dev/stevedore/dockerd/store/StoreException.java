package dev.stevedore.dockerd.store;

import dev.stevedore.dockerd.api.ApiException;

/** The database cannot be read or written: a full disk, for instance. */
public final class StoreException extends ApiException.Internal {
  private static final long serialVersionUID = 1L;

  StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
