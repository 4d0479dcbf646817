package dev.stevedore.containerd.metadata;

import java.util.List;

/** The tables. Things that only their service looks into are kept as protobuf messages. */
final class Schema {
  static final List<String> TABLES =
      List.of(
          messages("namespaces"),
          messages("images"),
          messages("containers"),
          messages("leases"),
          messages("sandboxes"),
          messages("content"),
          """
          CREATE TABLE IF NOT EXISTS lease_resources(
            namespace TEXT NOT NULL, lease TEXT NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL,
            PRIMARY KEY(namespace, lease, type, id)) WITHOUT ROWID""",
          """
          CREATE TABLE IF NOT EXISTS ingests(
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            namespace TEXT NOT NULL, ref TEXT NOT NULL, total INTEGER NOT NULL,
            expected TEXT NOT NULL, started INTEGER NOT NULL, UNIQUE(namespace, ref))""",
          """
          CREATE TABLE IF NOT EXISTS snapshots(
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            namespace TEXT NOT NULL, snapshotter TEXT NOT NULL, name TEXT NOT NULL,
            parent INTEGER REFERENCES snapshots(number), kind TEXT NOT NULL,
            size INTEGER NOT NULL DEFAULT 0, inodes INTEGER NOT NULL DEFAULT 0,
            message BLOB NOT NULL, UNIQUE(namespace, snapshotter, name))""",
          "CREATE INDEX IF NOT EXISTS snapshots_parent ON snapshots(parent)");

  private Schema() {}

  private static String messages(String table) {
    return "CREATE TABLE IF NOT EXISTS "
        + table
        + "(namespace TEXT NOT NULL, id TEXT NOT NULL, message BLOB NOT NULL,"
        + " PRIMARY KEY(namespace, id)) WITHOUT ROWID";
  }
}
