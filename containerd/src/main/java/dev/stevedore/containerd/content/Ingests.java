package dev.stevedore.containerd.content;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.metadata.Database;
import dev.stevedore.containerd.metadata.Times;
import dev.stevedore.lib.containerdapi.content.Status;
import dev.stevedore.lib.oci.image.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blobs that are being written, each under a ref of the writer's choice. What was written stays
 * when the writer, or this daemon, goes away: whoever opens the ref again goes on where it ended.
 */
public final class Ingests {
  private static final Logger LOG = LoggerFactory.getLogger(Ingests.class);

  /** As in containerd. */
  private static final Duration LIFE = Duration.ofHours(24);

  private static final String COLUMNS = "SELECT number, ref, total, expected, started FROM ingests";

  private final Database database;
  private final ContentStore store;

  /** Who has which ref open, since when. */
  private final Map<String, Instant> writers = new ConcurrentHashMap<>();

  /** The ingests whose blobs go to the store. */
  public Ingests(Database database, ContentStore store) {
    this.database = database;
    this.store = store;
  }

  private record Row(long number, String ref, long total, String expected, Instant started) {}

  /**
   * Opens an ingest, new or begun, for one writer.
   *
   * @param total how many bytes it will have; 0 if not known
   * @param expected what digest it will have, if known
   * @throws Failure with UNAVAILABLE if somebody else has it open, or ALREADY_EXISTS if the blob is
   *     there
   */
  public IngestWriter open(String namespace, String ref, long total, Optional<Digest> expected)
      throws IOException {
    if (ref.isEmpty()) {
      throw Failure.invalidArgument("ref must not be empty");
    }
    if (expected.isPresent()) {
      Digest digest = expected.get();
      if (store.find(namespace, digest).isPresent() || store.share(namespace, digest)) {
        throw Failure.alreadyExists("content " + digest);
      }
    }
    String key = namespace + "/" + ref;
    Instant since = writers.putIfAbsent(key, Instant.now());
    if (since != null) {
      throw Failure.unavailable(
          "ref "
              + key
              + " locked for "
              + Duration.between(since, Instant.now())
              + " (since "
              + since
              + ")");
    }
    boolean opened = false;
    try {
      Row row = ensure(namespace, ref, total, expected);
      IngestWriter writer =
          new IngestWriter(
              store,
              namespace,
              ref,
              store.blobs().ingest(row.number),
              row.started,
              () -> delete(namespace, ref),
              () -> writers.remove(key));
      opened = true;
      return writer;
    } finally {
      if (!opened) {
        writers.remove(key);
      }
    }
  }

  private Row ensure(String namespace, String ref, long total, Optional<Digest> expected) {
    return database.transaction(
        () -> {
          database
              .statement(
                  "INSERT INTO ingests(namespace, ref, total, expected, started)"
                      + " VALUES(?,?,?,?,?) ON CONFLICT DO NOTHING",
                  namespace,
                  ref,
                  total,
                  expected.map(Digest::toString).orElse(""),
                  System.currentTimeMillis())
              .executeUpdate();
          return find(namespace, ref).orElseThrow();
        });
  }

  private Optional<Row> find(String namespace, String ref) {
    return database.transaction(
        () -> {
          String sql = COLUMNS + " WHERE namespace=? AND ref=?";
          try (ResultSet row = database.statement(sql, namespace, ref).executeQuery()) {
            return row.next() ? Optional.of(read(row)) : Optional.empty();
          }
        });
  }

  private static Row read(ResultSet row) throws SQLException {
    return new Row(
        row.getLong(1),
        row.getString(2),
        row.getLong(3),
        row.getString(4),
        Instant.ofEpochMilli(row.getLong(5)));
  }

  private void delete(String namespace, String ref) {
    database.transaction(
        () ->
            database
                .statement("DELETE FROM ingests WHERE namespace=? AND ref=?", namespace, ref)
                .executeUpdate());
  }

  /** How far an ingest is. */
  Status status(String namespace, String ref) throws IOException {
    Row row =
        find(namespace, ref)
            .orElseThrow(
                () ->
                    Failure.notFound(
                        "could not get status for ref \"" + ref + "\": reference " + ref));
    return statusOf(row);
  }

  /** How far all ingests of a namespace are. */
  List<Status> list(String namespace) throws IOException {
    List<Row> rows =
        database.transaction(
            () -> {
              List<Row> found = new ArrayList<>();
              String sql = COLUMNS + " WHERE namespace=? ORDER BY ref";
              try (ResultSet row = database.statement(sql, namespace).executeQuery()) {
                while (row.next()) {
                  found.add(read(row));
                }
              }
              return found;
            });
    List<Status> list = new ArrayList<>();
    for (Row row : rows) {
      list.add(statusOf(row));
    }
    return list;
  }

  private Status statusOf(Row row) throws IOException {
    Path file = store.blobs().ingest(row.number);
    boolean begun = Files.exists(file);
    Instant updated = begun ? Files.getLastModifiedTime(file).toInstant() : row.started;
    return Status.newBuilder()
        .setRef(row.ref)
        .setOffset(begun ? Files.size(file) : 0)
        .setTotal(row.total)
        .setExpected(row.expected)
        .setStartedAt(Times.of(row.started))
        .setUpdatedAt(Times.of(updated))
        .build();
  }

  /** Gives an ingest up; what was written is gone. */
  public void abort(String namespace, String ref) throws IOException {
    Row row = find(namespace, ref).orElseThrow(() -> Failure.notFound("reference " + ref));
    if (writers.containsKey(namespace + "/" + ref)) {
      throw Failure.unavailable("ref " + namespace + "/" + ref + " is being written");
    }
    delete(namespace, ref);
    Files.deleteIfExists(store.blobs().ingest(row.number));
  }

  /** Removes the files that no row speaks of, and ingests that nobody went on with for a day. */
  public void sweep() throws IOException {
    for (var entry : abandoned()) {
      LOG.info("ingest {} of {}: nobody went on with it", entry.getValue(), entry.getKey());
      abort(entry.getKey(), entry.getValue());
    }
    Set<Long> known =
        database.transaction(
            () -> {
              Set<Long> numbers = new HashSet<>();
              try (ResultSet row =
                  database.statement("SELECT number FROM ingests").executeQuery()) {
                while (row.next()) {
                  numbers.add(row.getLong(1));
                }
              }
              return numbers;
            });
    for (long number : store.blobs().ingests()) {
      if (!known.contains(number)) {
        Files.deleteIfExists(store.blobs().ingest(number));
      }
    }
  }

  /** The namespaces and refs of ingests that are not being written, and were not for long. */
  private List<Map.Entry<String, String>> abandoned() throws IOException {
    List<Map.Entry<String, String>> all =
        database.transaction(
            () -> {
              List<Map.Entry<String, String>> found = new ArrayList<>();
              try (ResultSet row =
                  database.statement("SELECT namespace, ref FROM ingests").executeQuery()) {
                while (row.next()) {
                  found.add(Map.entry(row.getString(1), row.getString(2)));
                }
              }
              return found;
            });
    Instant limit = Instant.now().minus(LIFE);
    List<Map.Entry<String, String>> old = new ArrayList<>();
    for (var entry : all) {
      boolean busy = writers.containsKey(entry.getKey() + "/" + entry.getValue());
      Optional<Row> row = find(entry.getKey(), entry.getValue());
      if (!busy && row.isPresent()) {
        long seconds = statusOf(row.get()).getUpdatedAt().getSeconds();
        if (Instant.ofEpochSecond(seconds).isBefore(limit)) {
          old.add(entry);
        }
      }
    }
    return old;
  }
}
