package dev.stevedore.containerd.metadata;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Messages of one kind, by namespace and id.
 *
 * @param <T> the kind
 */
public final class MessageTable<T extends Message> {
  private final Database database;
  private final Parser<T> parser;
  private final String name;

  /** The table with this name in the schema. */
  public MessageTable(Database database, String name, Parser<T> parser) {
    this.database = database;
    this.parser = parser;
    this.name = name;
  }

  /** The message with this id, if there is one. */
  public Optional<T> get(String namespace, String id) {
    return database.transaction(
        () -> {
          String sql = "SELECT message FROM " + name + " WHERE namespace=? AND id=?";
          try (ResultSet row = database.statement(sql, namespace, id).executeQuery()) {
            return row.next() ? Optional.of(parse(row.getBytes(1))) : Optional.empty();
          }
        });
  }

  /** All messages of a namespace, by id. */
  public List<T> list(String namespace) {
    return database.transaction(
        () -> {
          String sql = "SELECT message FROM " + name + " WHERE namespace=? ORDER BY id";
          List<T> messages = new ArrayList<>();
          try (ResultSet row = database.statement(sql, namespace).executeQuery()) {
            while (row.next()) {
              messages.add(parse(row.getBytes(1)));
            }
          }
          return messages;
        });
  }

  /** The ids of one namespace's messages. */
  public List<String> ids(String namespace) {
    return strings("SELECT id FROM " + name + " WHERE namespace=? ORDER BY id", namespace);
  }

  /**
   * The namespaces and ids of the messages that have a text in them, wherever that is; none of them
   * is read for it.
   */
  public List<Map.Entry<String, String>> mentioning(String text) {
    return database.transaction(
        () -> {
          String sql =
              "SELECT namespace, id FROM "
                  + name
                  + " WHERE instr(message, CAST(? AS BLOB)) > 0 ORDER BY namespace, id";
          List<Map.Entry<String, String>> found = new ArrayList<>();
          try (ResultSet row = database.statement(sql, text).executeQuery()) {
            while (row.next()) {
              found.add(Map.entry(row.getString(1), row.getString(2)));
            }
          }
          return found;
        });
  }

  /** The namespaces that have a message with this id. */
  public List<String> namespacesOf(String id) {
    return strings("SELECT namespace FROM " + name + " WHERE id=?", id);
  }

  private List<String> strings(String sql, String parameter) {
    return database.transaction(
        () -> {
          List<String> found = new ArrayList<>();
          try (ResultSet row = database.statement(sql, parameter).executeQuery()) {
            while (row.next()) {
              found.add(row.getString(1));
            }
          }
          return found;
        });
  }

  /** Adds a message; false, and no change, if the id is taken. */
  public boolean insert(String namespace, String id, T message) {
    return change(
        "INSERT INTO " + name + "(namespace, id, message) VALUES(?,?,?) ON CONFLICT DO NOTHING",
        namespace,
        id,
        message.toByteArray());
  }

  /** Replaces a message; false, and no change, if there is none. */
  public boolean replace(String namespace, String id, T message) {
    return change(
        "UPDATE " + name + " SET message=? WHERE namespace=? AND id=?",
        message.toByteArray(),
        namespace,
        id);
  }

  /** Removes a message; false if there is none. */
  public boolean delete(String namespace, String id) {
    return change("DELETE FROM " + name + " WHERE namespace=? AND id=?", namespace, id);
  }

  private boolean change(String sql, Object... parameters) {
    return database.transaction(() -> database.statement(sql, parameters).executeUpdate() > 0);
  }

  private T parse(byte[] bytes) throws SQLException {
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new SQLException("table " + name + " holds what is not a message of its kind", e);
    }
  }
}
