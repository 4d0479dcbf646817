package dev.stevedore.containerd.metadata;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The SQLite database. A change is a transaction, in the write-ahead log before the caller hears of
 * it: a daemon killed at any instruction has either all of it or nothing.
 *
 * <p>One connection, used by one thread at a time: statements take microseconds, and whoever is
 * inside sees no half-done change of another.
 */
public final class Database implements AutoCloseable {
  private static final String SCHEMA_VERSION = "1";
  private static final int PAGE_BYTES = 4096;
  private static final int RESERVE_BYTES = 1 << 20;

  private final Connection connection;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private volatile Runnable onChange = () -> {};
  private boolean changing;

  /** Some work on the database, which may be undone as a whole. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it; a thrown exception undoes it. */
    T run() throws SQLException;
  }

  private Database(Connection connection) {
    this.connection = connection;
  }

  /** Opens the database, creating it and its tables if need be. */
  public static Database open(Path file) {
    try {
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA journal_mode=WAL");
        // A crash of the daemon loses nothing even so; a power cut may lose the last changes.
        statement.execute("PRAGMA synchronous=NORMAL");
        statement.execute("PRAGMA busy_timeout=5000");
        for (String table : Schema.TABLES) {
          statement.execute(table);
        }
        statement.execute("PRAGMA user_version=" + SCHEMA_VERSION);
        reserve(statement);
      }
      return new Database(connection);
    } catch (SQLException e) {
      throw new DatabaseException("open " + file, e);
    }
  }

  /** Runs some work as one transaction; inside other work, as a part of that. */
  public <T> T transaction(Work<T> work) {
    lock.lock();
    try {
      if (lock.getHoldCount() > 1) {
        return work.run();
      }
      connection.setAutoCommit(false);
      changing = false;
      T result;
      try {
        result = work.run();
        connection.commit();
      } catch (SQLException | RuntimeException | Error e) {
        undo(e);
        throw e;
      }
      connection.setAutoCommit(true);
      if (changing) {
        onChange.run();
      }
      return result;
    } catch (SQLException e) {
      throw new DatabaseException("metadata", e);
    } finally {
      lock.unlock();
    }
  }

  /** A full disk has made SQLite undo the work already, and then it has nothing to undo. */
  private void undo(Throwable why) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
    try {
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }

  /**
   * Makes the database and its log larger than they need to be, so that on a full disk it can still
   * be written down that something was removed.
   */
  private static void reserve(Statement statement) throws SQLException {
    // The log starts again from its beginning after so many pages; until then it would grow.
    statement.execute("PRAGMA wal_autocheckpoint=" + RESERVE_BYTES / PAGE_BYTES / 2);
    statement.execute("DROP TABLE IF EXISTS reserve");
    statement.execute("CREATE TABLE reserve (bytes BLOB)");
    statement.execute("INSERT INTO reserve VALUES (zeroblob(" + RESERVE_BYTES + "))");
    statement.execute("DROP TABLE reserve");
  }

  /**
   * A statement with its parameters set; to be used inside {@link #transaction} only.
   *
   * @param sql with a question mark for each parameter
   * @param parameters strings, numbers or byte arrays
   */
  public PreparedStatement statement(String sql, Object... parameters) throws SQLException {
    if (!lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("outside a transaction: " + sql);
    }
    changing |= !sql.startsWith("SELECT");
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i] instanceof byte[] bytes) {
        statement.setBytes(i + 1, bytes);
      } else {
        statement.setObject(i + 1, parameters[i]);
      }
    }
    return statement;
  }

  /** Has something told of every transaction that may have changed something, after it. */
  public void onChange(Runnable listener) {
    onChange = listener;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      connection.close();
    } catch (SQLException e) {
      throw new DatabaseException("close", e);
    } finally {
      lock.unlock();
    }
  }
}
