package dev.stevedore.dockerd.volume;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.dockerd.store.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The database of volumes: one row of JSON each. */
final class VolumeStore implements AutoCloseable {
  private final Database database;

  /** Opens the database, and makes it if it is missing. */
  VolumeStore(Path file) throws IOException {
    database =
        Database.open(
            file,
            "volume",
            "CREATE TABLE IF NOT EXISTS volumes (name TEXT PRIMARY KEY, json TEXT NOT NULL)"
                + " WITHOUT ROWID");
  }

  List<Volume> all() {
    return database.query("SELECT json FROM volumes", row -> read(row.getString(1)));
  }

  private static Volume read(String json) {
    try {
      return Json.MAPPER.readValue(json, Volume.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the database of volumes holds broken JSON", e);
    }
  }

  void put(Volume volume) {
    try {
      database.update(
          "REPLACE INTO volumes (name, json) VALUES (?, ?)",
          volume.name(),
          Json.MAPPER.writeValueAsString(volume));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a volume as JSON", e);
    }
  }

  void delete(String name) {
    database.update("DELETE FROM volumes WHERE name = ?", name);
  }

  @Override
  public void close() {
    database.close();
  }
}
