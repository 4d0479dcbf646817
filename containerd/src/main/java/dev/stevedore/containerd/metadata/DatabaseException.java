package dev.stevedore.containerd.metadata;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/** The database did not do what it was told; the disk may be full or broken. */
public final class DatabaseException extends RuntimeException {
  DatabaseException(String operation, SQLException cause) {
    super(operation + ": " + reason(cause), cause);
  }

  /** What the user can do something about is said as the system says it. */
  private static String reason(SQLException cause) {
    return cause.getErrorCode() == SQLiteErrorCode.SQLITE_FULL.code
        ? "no space left on device"
        : String.valueOf(cause.getMessage());
  }
}
