package dev.stevedore.dockerd.store;

import java.sql.SQLException;
import java.sql.Statement;

/**
 * Space that a database keeps for the day the disk is full: what was stopped or removed can then
 * still be written down.
 */
final class Reserve {
  private static final int PAGE_BYTES = 4096;
  private static final int BYTES = 1 << 20;

  private Reserve() {}

  /** Makes a database in WAL mode, and its log, larger than they need to be. */
  static void make(Statement statement) throws SQLException {
    // The log starts again from its beginning after so many pages; until then it would grow.
    statement.execute("PRAGMA wal_autocheckpoint=" + BYTES / PAGE_BYTES / 2);
    statement.execute("DROP TABLE IF EXISTS reserve");
    statement.execute("CREATE TABLE reserve (bytes BLOB)");
    statement.execute("INSERT INTO reserve VALUES (zeroblob(" + BYTES + "))");
    statement.execute("DROP TABLE reserve");
  }
}
