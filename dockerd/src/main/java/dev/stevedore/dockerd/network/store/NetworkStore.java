package dev.stevedore.dockerd.network.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.dockerd.network.model.Endpoint;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.model.Sandbox;
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
import java.util.Optional;

/**
 * The database: three tables of JSON by key. What is written before something is made in the kernel
 * is found again by the next daemon, so that nothing is ever there that nobody knows of.
 */
public final class NetworkStore implements AutoCloseable {
  private static final String[] SCHEMA = {
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "CREATE TABLE IF NOT EXISTS networks (id TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS endpoints (container TEXT NOT NULL, network TEXT NOT NULL,"
        + " json TEXT NOT NULL, PRIMARY KEY (container, network)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS sandboxes (container TEXT PRIMARY KEY, json TEXT NOT NULL)"
        + " WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)"
        + " WITHOUT ROWID"
  };

  private final Connection connection;

  /** Opens the database, and makes it if it is missing. */
  public NetworkStore(Path file) throws IOException {
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

  /** All networks. */
  public List<Network> networks() {
    return all("SELECT json FROM networks", Network.class);
  }

  /** All endpoints of all containers. */
  public List<Endpoint> endpoints() {
    return all("SELECT json FROM endpoints", Endpoint.class);
  }

  /** All sandboxes. */
  public List<Sandbox> sandboxes() {
    return all("SELECT json FROM sandboxes", Sandbox.class);
  }

  /** A setting, such as what was once chosen at random. */
  public synchronized Optional<String> setting(String name) {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT value FROM settings WHERE name = ?")) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Sets a setting. */
  public void set(String name, String value) {
    update("REPLACE INTO settings (name, value) VALUES (?, ?)", name, value);
  }

  /** Adds or replaces a network. */
  public void put(Network network) {
    update("REPLACE INTO networks (id, json) VALUES (?, ?)", network.id(), json(network));
  }

  /** Removes a network. */
  public void deleteNetwork(String id) {
    update("DELETE FROM networks WHERE id = ?", id);
  }

  /** Adds or replaces an endpoint. */
  public void put(Endpoint endpoint) {
    update(
        "REPLACE INTO endpoints (container, network, json) VALUES (?, ?, ?)",
        endpoint.container(),
        endpoint.network(),
        json(endpoint));
  }

  /** Removes an endpoint. */
  public void deleteEndpoint(String container, String network) {
    update("DELETE FROM endpoints WHERE container = ? AND network = ?", container, network);
  }

  /** Removes all that is known of a container. */
  public void deleteContainer(String container) {
    update("DELETE FROM endpoints WHERE container = ?", container);
    update("DELETE FROM sandboxes WHERE container = ?", container);
  }

  /** Adds or replaces a sandbox. */
  public void put(Sandbox sandbox) {
    update(
        "REPLACE INTO sandboxes (container, json) VALUES (?, ?)",
        sandbox.container(),
        json(sandbox));
  }

  /** Removes a sandbox. */
  public void deleteSandbox(String container) {
    update("DELETE FROM sandboxes WHERE container = ?", container);
  }

  private synchronized <T> List<T> all(String sql, Class<T> type) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<T> result = new ArrayList<>();
      while (rows.next()) {
        result.add(Json.MAPPER.readValue(rows.getString(1), type));
      }
      return result;
    } catch (SQLException e) {
      throw failed(e);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the network database holds broken JSON", e);
    }
  }

  private static String json(Object value) {
    try {
      return Json.MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value.getClass() + " as JSON", e);
    }
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

  private static ApiException.Internal failed(SQLException e) {
    return new ApiException.Internal("the network database: " + e.getMessage(), e);
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
