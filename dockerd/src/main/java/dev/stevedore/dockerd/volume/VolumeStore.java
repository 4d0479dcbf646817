package dev.stevedore.dockerd.volume;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.dockerd.store.Reserve;
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

/** The database of volumes: one row of JSON each. */
final class VolumeStore implements AutoCloseable {
  private static final String[] SCHEMA = {
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "CREATE TABLE IF NOT EXISTS volumes (name TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID"
  };

  private final Connection connection;

  /** Opens the database, and makes it if it is missing. */
  VolumeStore(Path file) throws IOException {
    try {
      connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      try (Statement statement = connection.createStatement()) {
        for (String sql : SCHEMA) {
          statement.execute(sql);
        }
        Reserve.make(statement);
      }
    } catch (SQLException e) {
      throw new IOException("open " + file + ": " + e.getMessage(), e);
    }
  }

  synchronized List<Volume> all() {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT json FROM volumes")) {
      List<Volume> result = new ArrayList<>();
      while (rows.next()) {
        result.add(Json.MAPPER.readValue(rows.getString(1), Volume.class));
      }
      return result;
    } catch (SQLException e) {
      throw failed(e);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the database of volumes holds broken JSON", e);
    }
  }

  void put(Volume volume) {
    try {
      update(
          "REPLACE INTO volumes (name, json) VALUES (?, ?)",
          volume.name(),
          Json.MAPPER.writeValueAsString(volume));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a volume as JSON", e);
    }
  }

  void delete(String name) {
    update("DELETE FROM volumes WHERE name = ?", name);
  }

  private synchronized void update(String sql, String... values) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      statement.executeUpdate();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static ApiException failed(SQLException e) {
    return new ApiException.Internal("the database of volumes: " + e.getMessage(), e);
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failed(e);
    }
  }
}
