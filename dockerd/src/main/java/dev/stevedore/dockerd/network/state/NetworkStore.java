package dev.stevedore.dockerd.network.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.dockerd.network.model.Endpoint;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.model.Sandbox;
import dev.stevedore.dockerd.store.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The database: three tables of JSON by key. What is written before something is made in the kernel
 * is found again by the next daemon, so that nothing is ever there that nobody knows of.
 */
public final class NetworkStore implements AutoCloseable {
  private static final String[] SCHEMA = {
    "CREATE TABLE IF NOT EXISTS networks (id TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS endpoints (container TEXT NOT NULL, network TEXT NOT NULL,"
        + " json TEXT NOT NULL, PRIMARY KEY (container, network)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS sandboxes (container TEXT PRIMARY KEY, json TEXT NOT NULL)"
        + " WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)"
        + " WITHOUT ROWID"
  };

  private final Database database;

  /** Opens the database, and makes it if it is missing. */
  public NetworkStore(Path file) throws IOException {
    database = Database.open(file, "network", SCHEMA);
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
  public Optional<String> setting(String name) {
    return database
        .query("SELECT value FROM settings WHERE name = ?", row -> row.getString(1), name)
        .stream()
        .findFirst();
  }

  /** Sets a setting. */
  public void set(String name, String value) {
    database.update("REPLACE INTO settings (name, value) VALUES (?, ?)", name, value);
  }

  /** Adds or replaces a network. */
  public void put(Network network) {
    database.update("REPLACE INTO networks (id, json) VALUES (?, ?)", network.id(), json(network));
  }

  /** Removes a network. */
  public void deleteNetwork(String id) {
    database.update("DELETE FROM networks WHERE id = ?", id);
  }

  /** Adds or replaces an endpoint. */
  public void put(Endpoint endpoint) {
    database.update(
        "REPLACE INTO endpoints (container, network, json) VALUES (?, ?, ?)",
        endpoint.container(),
        endpoint.network(),
        json(endpoint));
  }

  /** Removes an endpoint. */
  public void deleteEndpoint(String container, String network) {
    database.update(
        "DELETE FROM endpoints WHERE container = ? AND network = ?", container, network);
  }

  /** Removes all that is known of a container. */
  public void deleteContainer(String container) {
    database.update("DELETE FROM endpoints WHERE container = ?", container);
    database.update("DELETE FROM sandboxes WHERE container = ?", container);
  }

  /** Adds or replaces a sandbox. */
  public void put(Sandbox sandbox) {
    database.update(
        "REPLACE INTO sandboxes (container, json) VALUES (?, ?)",
        sandbox.container(),
        json(sandbox));
  }

  /** Removes a sandbox. */
  public void deleteSandbox(String container) {
    database.update("DELETE FROM sandboxes WHERE container = ?", container);
  }

  private <T> List<T> all(String sql, Class<T> type) {
    return database.query(sql, row -> read(row.getString(1), type));
  }

  private static <T> T read(String json, Class<T> type) {
    try {
      return Json.MAPPER.readValue(json, type);
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

  @Override
  public void close() {
    database.close();
  }
}
