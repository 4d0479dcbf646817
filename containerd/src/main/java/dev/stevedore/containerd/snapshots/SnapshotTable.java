package dev.stevedore.containerd.snapshots;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.metadata.Database;
import dev.stevedore.lib.containerdapi.snapshots.Info;
import dev.stevedore.lib.containerdapi.snapshots.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The snapshots in the database, of one snapshotter. */
final class SnapshotTable {
  private static final String COLUMNS =
      "SELECT number, parent, size, inodes, message FROM snapshots";

  private final Database database;
  private final String snapshotter;

  SnapshotTable(Database database, String snapshotter) {
    this.database = database;
    this.snapshotter = snapshotter;
  }

  Snapshot get(String namespace, String name) {
    return find(namespace, name)
        .orElseThrow(() -> Failure.notFound("snapshot " + name + " does not exist"));
  }

  Optional<Snapshot> find(String namespace, String name) {
    return select(
            COLUMNS + " WHERE namespace=? AND snapshotter=? AND name=?",
            namespace,
            snapshotter,
            name)
        .stream()
        .findFirst();
  }

  List<Snapshot> list(String namespace) {
    return select(
        COLUMNS + " WHERE namespace=? AND snapshotter=? ORDER BY name", namespace, snapshotter);
  }

  /** The snapshots below one, the nearest first. */
  List<Snapshot> ancestors(Snapshot snapshot) {
    return database.transaction(
        () -> {
          List<Snapshot> ancestors = new ArrayList<>();
          OptionalLong next = snapshot.parent();
          while (next.isPresent()) {
            Snapshot parent =
                select(COLUMNS + " WHERE number=?", next.getAsLong()).stream()
                    .findFirst()
                    .orElseThrow(() -> Failure.notFound("missing parent"));
            ancestors.add(parent);
            next = parent.parent();
          }
          return ancestors;
        });
  }

  private List<Snapshot> select(String sql, Object... parameters) {
    return database.transaction(
        () -> {
          List<Snapshot> found = new ArrayList<>();
          try (ResultSet row = database.statement(sql, parameters).executeQuery()) {
            while (row.next()) {
              found.add(read(row));
            }
          }
          return found;
        });
  }

  private static Snapshot read(ResultSet row) throws SQLException {
    long parent = row.getLong(2);
    OptionalLong below = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(parent);
    try {
      return new Snapshot(
          row.getLong(1),
          below,
          new Usage(row.getLong(3), row.getLong(4)),
          Info.parseFrom(row.getBytes(5)));
    } catch (InvalidProtocolBufferException e) {
      throw new SQLException("table snapshots holds what is no snapshot", e);
    }
  }

  /** Adds a snapshot; gives its number. To be called inside a transaction. */
  long insert(String namespace, Info info, OptionalLong parent) throws SQLException {
    String sql =
        "INSERT INTO snapshots(namespace, snapshotter, name, kind, message, parent)"
            // Numbers begin at 1, so that 0 can stand for no parent.
            + " VALUES(?,?,?,?,?,NULLIF(?,0)) RETURNING number";
    try (ResultSet row =
        database
            .statement(
                sql,
                namespace,
                snapshotter,
                info.getName(),
                info.getKind().name(),
                info.toByteArray(),
                parent.orElse(0))
            .executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  void replace(long number, Info info, Usage usage) {
    database.transaction(
        () ->
            database
                .statement(
                    "UPDATE snapshots SET name=?, kind=?, message=?, size=?, inodes=?"
                        + " WHERE number=?",
                    info.getName(),
                    info.getKind().name(),
                    info.toByteArray(),
                    usage.size(),
                    usage.inodes(),
                    number)
                .executeUpdate());
  }

  /** Sets what a snapshot takes of the disk, if it is still there. */
  void setUsage(long number, Usage usage) {
    database.transaction(
        () ->
            database
                .statement(
                    "UPDATE snapshots SET size=?, inodes=? WHERE number=?",
                    usage.size(),
                    usage.inodes(),
                    number)
                .executeUpdate());
  }

  void setParent(long number, long parent) {
    database.transaction(
        () ->
            database
                .statement("UPDATE snapshots SET parent=? WHERE number=?", parent, number)
                .executeUpdate());
  }

  void delete(long number) {
    database.transaction(
        () -> database.statement("DELETE FROM snapshots WHERE number=?", number).executeUpdate());
  }

  boolean hasChildren(long number) {
    return !select(COLUMNS + " WHERE parent=? LIMIT 1", number).isEmpty();
  }

  /** The numbers of all snapshots of all namespaces. */
  Set<Long> numbers() {
    return database.transaction(
        () -> {
          Set<Long> numbers = new HashSet<>();
          String sql = "SELECT number FROM snapshots WHERE snapshotter=?";
          try (ResultSet row = database.statement(sql, snapshotter).executeQuery()) {
            while (row.next()) {
              numbers.add(row.getLong(1));
            }
          }
          return numbers;
        });
  }

  static boolean isCommitted(Snapshot snapshot) {
    return snapshot.kind() == Kind.COMMITTED;
  }
}
