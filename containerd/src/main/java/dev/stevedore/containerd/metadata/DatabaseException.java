package dev.stevedore.containerd.metadata;

import java.sql.SQLException;

/** The database did not do what it was told; the disk may be full or broken. */
public final class DatabaseException extends RuntimeException {
  DatabaseException(String operation, SQLException cause) {
    super(operation + ": " + cause.getMessage(), cause);
  }
}
