package dev.stevedore.dockerd.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of SQLite, for one caller at a time.
 *
 * <p>WAL with {@code synchronous=NORMAL}: what was written survives any kill of the daemon; a power
 * cut may take the last changes, never the database.
 */
public final class Database implements AutoCloseable {
  private final String what;
  private final Connection connection;

  /** Those that were used before: to parse one takes longer than to run it. */
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  private Database(String what, Connection connection) {
    this.what = what;
    this.connection = connection;
  }

  /** Makes a value of the row that a result is at. */
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /**
   * Opens a database, and makes it if it is missing.
   *
   * @param what it holds, for error messages: {@code container}
   * @param schema statements that make what is not there yet
   */
  public static Database open(Path file, String what, String... schema) throws IOException {
    try {
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA journal_mode=WAL");
        statement.execute("PRAGMA synchronous=NORMAL");
        for (String sql : schema) {
          statement.execute(sql);
        }
        Reserve.make(statement);
      }
      return new Database(what, connection);
    } catch (SQLException e) {
      throw new IOException("open " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads all rows of a query.
   *
   * @param values for its question marks
   */
  public synchronized <T> List<T> query(String sql, Row<T> row, String... values) {
    try (ResultSet rows = prepare(sql, values).executeQuery()) {
      List<T> result = new ArrayList<>();
      while (rows.next()) {
        result.add(row.read(rows));
      }
      return result;
    } catch (SQLException e) {
      throw failed("read", e);
    }
  }

  /**
   * Makes a change, which is written when this returns.
   *
   * @param values for the statement's question marks
   */
  public synchronized void update(String sql, String... values) {
    try {
      int _ = prepare(sql, values).executeUpdate();
    } catch (SQLException e) {
      throw failed("write", e);
    }
  }

  private PreparedStatement prepare(String sql, String... values) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      statement.setString(i + 1, values[i]);
    }
    return statement;
  }

  private StoreException failed(String verb, SQLException e) {
    return new StoreException(
        "cannot " + verb + " the " + what + " database: " + e.getMessage(), e);
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failed("close", e);
    }
  }
}
