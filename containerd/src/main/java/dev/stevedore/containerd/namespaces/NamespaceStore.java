package dev.stevedore.containerd.namespaces;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.metadata.Database;
import dev.stevedore.containerd.metadata.MessageTable;
import dev.stevedore.lib.containerdapi.namespaces.Namespace;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;

/** The namespaces there are. One comes to be when something is first put into it. */
public final class NamespaceStore {
  // Namespaces are themselves in no namespace.
  private static final String NOWHERE = "";

  private final MessageTable<Namespace> table;
  private final Database database;

  /** The namespaces in the database. */
  public NamespaceStore(Database database) {
    this.database = database;
    this.table = new MessageTable<>(database, "namespaces", Namespace.parser());
  }

  /**
   * The namespace with this name. One that is not there looks as if it were, without labels:
   * clients ask for the labels of a namespace before they put the first thing into it.
   */
  public Namespace get(String name) {
    return table.get(NOWHERE, name).orElseGet(() -> Namespace.newBuilder().setName(name).build());
  }

  /** All of them. */
  public List<Namespace> list() {
    return table.list(NOWHERE);
  }

  /** Makes sure that it is there, before something is put into it. */
  public void ensure(String name) {
    table.insert(NOWHERE, name, Namespace.newBuilder().setName(name).build());
  }

  void create(Namespace namespace) {
    if (!table.insert(NOWHERE, namespace.getName(), namespace)) {
      throw Failure.alreadyExists("namespace \"" + namespace.getName() + "\"");
    }
  }

  void replace(Namespace namespace) {
    table.replace(NOWHERE, namespace.getName(), namespace);
  }

  void delete(String name) {
    if (!table.delete(NOWHERE, name)) {
      throw Failure.notFound("namespace \"" + name + "\"");
    }
    database.transaction(
        () -> database.statement("DELETE FROM leases WHERE namespace=?", name).executeUpdate());
    database.transaction(
        () ->
            database
                .statement("DELETE FROM lease_resources WHERE namespace=?", name)
                .executeUpdate());
  }

  /** What keeps a namespace from being deleted. */
  List<String> contentsOf(String name) {
    return database.transaction(
        () -> {
          List<String> left = new ArrayList<>();
          for (String table : List.of("images", "content", "containers", "sandboxes")) {
            String sql = "SELECT 1 FROM " + table + " WHERE namespace=? LIMIT 1";
            try (ResultSet row = database.statement(sql, name).executeQuery()) {
              if (row.next()) {
                left.add(table.equals("content") ? "blobs" : table);
              }
            }
          }
          String sql = "SELECT DISTINCT snapshotter FROM snapshots WHERE namespace=? ORDER BY 1";
          try (ResultSet row = database.statement(sql, name).executeQuery()) {
            while (row.next()) {
              left.add("snapshots on \"" + row.getString(1) + "\" snapshotter");
            }
          }
          return left;
        });
  }
}
