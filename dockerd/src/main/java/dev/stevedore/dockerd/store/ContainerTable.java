package dev.stevedore.dockerd.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One row for each container, as JSON texts. */
public final class ContainerTable implements AutoCloseable {
  private final Database database;

  /** A stored container: what it is, and how it is. */
  public record Row(String id, String name, String definition, String state) {}

  /** Opens the database, and makes it if it is missing. */
  public ContainerTable(Path file) throws IOException {
    database =
        Database.open(
            file,
            "container",
            "CREATE TABLE IF NOT EXISTS containers ("
                + "id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, "
                + "definition TEXT NOT NULL, state TEXT NOT NULL) WITHOUT ROWID",
            "CREATE TABLE IF NOT EXISTS health ("
                + "id TEXT PRIMARY KEY, health TEXT NOT NULL) WITHOUT ROWID");
  }

  /** All rows. */
  public List<Row> all() {
    return database.query(
        "SELECT id, name, definition, state FROM containers",
        row -> new Row(row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
  }

  /** Adds a container. */
  public void insert(Row row) {
    database.update(
        "INSERT INTO containers (id, name, definition, state) VALUES (?, ?, ?, ?)",
        row.id(),
        row.name(),
        row.definition(),
        row.state());
  }

  /** Replaces a container's definition. */
  public void define(String id, String definition) {
    database.update("UPDATE containers SET definition = ? WHERE id = ?", definition, id);
  }

  /** Replaces a container's state. */
  public void state(String id, String state) {
    database.update("UPDATE containers SET state = ? WHERE id = ?", state, id);
  }

  /** Replaces what is known of a container's health, unless it has been removed. */
  public void health(String id, String health) {
    database.update(
        "REPLACE INTO health (id, health) SELECT id, ? FROM containers WHERE id = ?", health, id);
  }

  /** What is known of a container's health. */
  public Optional<String> health(String id) {
    return database
        .query("SELECT health FROM health WHERE id = ?", row -> row.getString(1), id)
        .stream()
        .findFirst();
  }

  /** Renames a container. */
  public void rename(String id, String name) {
    database.update("UPDATE containers SET name = ? WHERE id = ?", name, id);
  }

  /** Removes a container. */
  public void delete(String id) {
    database.update("DELETE FROM containers WHERE id = ?", id);
    database.update("DELETE FROM health WHERE id = ?", id);
  }

  @Override
  public void close() {
    database.close();
  }
}
