package dev.stevedore.containerd.content;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.metadata.Database;
import dev.stevedore.containerd.metadata.Times;
import dev.stevedore.lib.containerdapi.content.Status;
import dev.stevedore.lib.daemon.GoDuration;
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
import java.util.function.BiPredicate;
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

  /** How long somebody else's writer is waited for; containerd does half a second. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private static final Duration RETRY = Duration.ofMillis(2);

  private static final String COLUMNS = "SELECT number, ref, total, expected, started FROM ingests";

  private final Database database;
  private final ContentStore store;

  /** How far the writer of each ref is that is open. */
  private final Map<String, IngestProgress> writers = new ConcurrentHashMap<>();

  /** The ingests whose blobs go to the store. */
  public Ingests(Database database, ContentStore store) {
    this.database = database;
    this.store = store;
  }

  /** What could not be committed, and under which lease that was tried. */
  private final Map<Spoilt, String> spoilt = new ConcurrentHashMap<>();

  private record Spoilt(String namespace, String ref) {}

  private record Row(long number, String ref, long total, String expected, Instant started) {}

  /**
   * Opens an ingest, new or begun, for one writer. One that has all of its bytes, but not the right
   * ones, begins anew: going on would not help.
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
    IngestProgress progress = claim(key, ref);
    spoilt.remove(new Spoilt(namespace, ref));
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
              progress,
              () -> delete(row.number),
              () -> writers.remove(key, progress));
      if (expected.filter(it -> !it.equals(writer.digest())).isPresent()
          && total > 0
          && writer.offset() >= total) {
        writer.restart();
      }
      opened = true;
      return writer;
    } finally {
      if (!opened) {
        writers.remove(key, progress);
      }
    }
  }

  /**
   * Takes a ref for a writer. A client that closes one and opens it again at once need not know
   * that the first stream's end may come after the second one's beginning: it is waited a little.
   */
  private IngestProgress claim(String key, String ref) {
    IngestProgress progress = new IngestProgress(ref);
    long start = System.nanoTime();
    IngestProgress other = writers.putIfAbsent(key, progress);
    while (other != null) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw locked(key, other);
      }
      try {
        Thread.sleep(RETRY);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw locked(key, other);
      }
      other = writers.putIfAbsent(key, progress);
    }
    return progress;
  }

  private static Failure locked(String key, IngestProgress other) {
    Duration held = Duration.between(other.since(), Instant.now());
    return Failure.unavailable(
        "ref " + key + " locked for " + GoDuration.format(held) + " (since " + other.since() + ")");
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
                  nanos(Instant.now()))
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
        Instant.EPOCH.plusNanos(row.getLong(5)));
  }

  private static long nanos(Instant time) {
    return Duration.between(Instant.EPOCH, time).toNanos();
  }

  private void delete(long number) {
    database.transaction(
        () -> database.statement("DELETE FROM ingests WHERE number=?", number).executeUpdate());
  }

  /** How far an ingest is. */
  Status status(String namespace, String ref) throws IOException {
    Row row =
        find(namespace, ref)
            .orElseThrow(
                () ->
                    Failure.notFound(
                        "could not get status for ref \"" + ref + "\": reference " + ref));
    return statusOf(namespace, row);
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
      list.add(statusOf(namespace, row));
    }
    return list;
  }

  private Status statusOf(String namespace, Row row) throws IOException {
    IngestProgress open = writers.get(namespace + "/" + row.ref);
    Optional<IngestProgress.Reached> told = open == null ? Optional.empty() : open.reached();
    IngestProgress.Reached reached = told.isPresent() ? told.get() : inFile(row);
    return Status.newBuilder()
        .setRef(row.ref)
        .setOffset(reached.offset())
        .setTotal(row.total)
        .setExpected(row.expected)
        .setStartedAt(Times.of(row.started))
        .setUpdatedAt(Times.of(reached.updated()))
        .build();
  }

  private IngestProgress.Reached inFile(Row row) throws IOException {
    Path file = store.blobs().ingest(row.number);
    return Files.exists(file)
        ? new IngestProgress.Reached(Files.size(file), Files.getLastModifiedTime(file).toInstant())
        : new IngestProgress.Reached(0, row.started);
  }

  /**
   * Gives an ingest up; what was written is gone. As in containerd, one that is being written goes
   * too: its writer is told at its next step, and another one may begin anew at once.
   */
  public void abort(String namespace, String ref) throws IOException {
    Row row = find(namespace, ref).orElseThrow(() -> Failure.notFound("reference " + ref));
    IngestProgress open = writers.remove(namespace + "/" + ref);
    if (open != null) {
      open.abort();
    }
    delete(row.number);
    Files.deleteIfExists(store.blobs().ingest(row.number));
  }

  /** A commit failed: the ingest need not outlive the lease under which that was tried. */
  void spoil(String namespace, String ref, String lease) {
    spoilt.put(new Spoilt(namespace, ref), lease);
  }

  /**
   * Gives up what could not be committed under a lease that is gone.
   *
   * @param lives whether a namespace has a lease
   */
  public void abortSpoilt(BiPredicate<String, String> lives) throws IOException {
    for (var entry : List.copyOf(spoilt.entrySet())) {
      Spoilt ingest = entry.getKey();
      if (!lives.test(ingest.namespace, entry.getValue())
          && spoilt.remove(ingest, entry.getValue())
          && find(ingest.namespace, ingest.ref).isPresent()) {
        abort(ingest.namespace, ingest.ref);
      }
    }
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
        if (inFile(row.get()).updated().isBefore(limit)) {
          old.add(entry);
        }
      }
    }
    return old;
  }
}
