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
import java.util.List;

/**
 * One row for each container, as JSON texts.
 *
 * <p>WAL with {@code synchronous=NORMAL}: what was written survives any kill of the daemon; a power
 * cut may take the last changes, never the database.
 */
public final class ContainerTable implements AutoCloseable {
  private final Connection connection;

  /** A stored container: what it is, and how it is. */
  public record Row(String id, String name, String definition, String state) {}

  /** Opens the database, and makes it if it is missing. */
  public ContainerTable(Path file) throws IOException {
    try {
      connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA journal_mode=WAL");
        statement.execute("PRAGMA synchronous=NORMAL");
        statement.execute(
            "CREATE TABLE IF NOT EXISTS containers ("
                + "id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, "
                + "definition TEXT NOT NULL, state TEXT NOT NULL) WITHOUT ROWID");
        Reserve.make(statement);
      }
    } catch (SQLException e) {
      throw new IOException("open " + file + ": " + e.getMessage(), e);
    }
  }

  /** All rows. */
  public synchronized List<Row> all() {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT id, name, definition, state FROM containers")) {
      List<Row> result = new ArrayList<>();
      while (rows.next()) {
        result.add(
            new Row(rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4)));
      }
      return result;
    } catch (SQLException e) {
      throw failed("read", e);
    }
  }

  /** Adds a container. */
  public void insert(Row row) {
    update(
        "INSERT INTO containers (id, name, definition, state) VALUES (?, ?, ?, ?)",
        row.id(),
        row.name(),
        row.definition(),
        row.state());
  }

  /** Replaces a container's definition. */
  public void define(String id, String definition) {
    update("UPDATE containers SET definition = ? WHERE id = ?", definition, id);
  }

  /** Replaces a container's state. */
  public void state(String id, String state) {
    update("UPDATE containers SET state = ? WHERE id = ?", state, id);
  }

  /** Renames a container. */
  public void rename(String id, String name) {
    update("UPDATE containers SET name = ? WHERE id = ?", name, id);
  }

  /** Removes a container. */
  public void delete(String id) {
    update("DELETE FROM containers WHERE id = ?", id);
  }

  private synchronized void update(String sql, String... values) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      statement.executeUpdate();
    } catch (SQLException e) {
      throw failed("write", e);
    }
  }

  private static StoreException failed(String what, SQLException e) {
    return new StoreException("cannot " + what + " the container database: " + e.getMessage(), e);
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
