package dev.stevedore.containerd.leases;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.metadata.Database;
import dev.stevedore.containerd.metadata.MessageTable;
import dev.stevedore.lib.containerdapi.leases.Lease;
import dev.stevedore.lib.containerdapi.leases.Resource;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Leases and what they hold. */
public final class LeaseStore {
  /** The type of a blob. */
  public static final String CONTENT = "content";

  /** The type of an ingest. */
  public static final String INGESTS = "ingests";

  /** The type of a snapshot begins with this; the snapshotter's name follows. */
  public static final String SNAPSHOTS = "snapshots/";

  private final Database database;
  private final MessageTable<Lease> table;

  /** The leases in the database. */
  public LeaseStore(Database database) {
    this.database = database;
    this.table = new MessageTable<>(database, "leases", Lease.parser());
  }

  void create(String namespace, Lease lease) {
    if (!table.insert(namespace, lease.getId(), lease)) {
      throw Failure.alreadyExists("lease \"" + lease.getId() + "\"");
    }
  }

  /** Whether a namespace has a lease. */
  public boolean has(String namespace, String id) {
    return table.get(namespace, id).isPresent();
  }

  /** All leases of a namespace. */
  public List<Lease> list(String namespace) {
    return table.list(namespace);
  }

  /** Removes a lease, and lets go of what it held. */
  public void delete(String namespace, String id) {
    database.transaction(
        () -> {
          if (!table.delete(namespace, id)) {
            throw notFound(id);
          }
          return database
              .statement("DELETE FROM lease_resources WHERE namespace=? AND lease=?", namespace, id)
              .executeUpdate();
        });
  }

  /** Lets a call's lease, if it has one, hold what the call made. */
  public void hold(String namespace, Optional<String> lease, String type, String id) {
    lease.ifPresent(it -> add(namespace, it, type, id));
  }

  void add(String namespace, String lease, String type, String id) {
    database.transaction(
        () -> {
          require(namespace, lease);
          return database
              .statement(
                  "INSERT INTO lease_resources(namespace, lease, type, id) VALUES(?,?,?,?)"
                      + " ON CONFLICT DO NOTHING",
                  namespace,
                  lease,
                  type,
                  id)
              .executeUpdate();
        });
  }

  /** Lets go of something that a lease holds. */
  public void remove(String namespace, String lease, String type, String id) {
    database.transaction(
        () -> {
          require(namespace, lease);
          return database
              .statement(
                  "DELETE FROM lease_resources WHERE namespace=? AND lease=? AND type=? AND id=?",
                  namespace,
                  lease,
                  type,
                  id)
              .executeUpdate();
        });
  }

  /** What a lease holds. */
  public List<Resource> resources(String namespace, String lease) {
    return database.transaction(
        () -> {
          require(namespace, lease);
          String sql = "SELECT type, id FROM lease_resources WHERE namespace=? AND lease=?";
          List<Resource> resources = new ArrayList<>();
          try (ResultSet row = database.statement(sql, namespace, lease).executeQuery()) {
            while (row.next()) {
              resources.add(
                  Resource.newBuilder().setType(row.getString(1)).setId(row.getString(2)).build());
            }
          }
          return resources;
        });
  }

  private void require(String namespace, String lease) {
    if (table.get(namespace, lease).isEmpty()) {
      throw notFound(lease);
    }
  }

  private static Failure notFound(String lease) {
    return Failure.notFound("lease \"" + lease + "\"");
  }
}
