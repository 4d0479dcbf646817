package dev.stevedore.containerd.content;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.lib.daemon.Sha256;
import dev.stevedore.lib.oci.image.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Writes one ingest. For one thread at a time; closing it keeps what was written. */
public final class IngestWriter implements AutoCloseable {
  private static final int CHUNK = 256 * 1024;

  private final ContentStore store;
  private final String namespace;
  private final String ref;
  private final Path file;
  private final Instant started;
  private final IngestProgress progress;
  private final Runnable forget;
  private final Runnable release;
  private final FileChannel channel;
  private final WriteBehind behind;
  private MessageDigest hash = Sha256.create();
  private long offset;
  private Instant updated;
  private boolean changed;
  private boolean closed;

  /**
   * Opens the file, and hashes what is in it.
   *
   * @param progress is told how far this is
   * @param forget removes the ingest from the database
   * @param release lets others open the ref
   */
  IngestWriter(
      ContentStore store,
      String namespace,
      String ref,
      Path file,
      Instant started,
      IngestProgress progress,
      Runnable forget,
      Runnable release)
      throws IOException {
    this.store = store;
    this.namespace = namespace;
    this.ref = ref;
    this.file = file;
    this.started = started;
    this.progress = progress;
    this.forget = forget;
    this.release = release;
    this.updated = Files.exists(file) ? Files.getLastModifiedTime(file).toInstant() : started;
    this.channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    this.behind = new WriteBehind(channel);
    boolean hashed = false;
    try {
      hashExisting();
      hashed = true;
    } finally {
      if (!hashed) {
        channel.close();
      }
    }
  }

  private void hashExisting() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
    while (channel.read(buffer.clear()) > 0) {
      hash.update(buffer.flip());
    }
    offset = channel.position();
    progress.reach(offset, updated);
  }

  /** How many bytes are written. */
  public long offset() {
    return offset;
  }

  String ref() {
    return ref;
  }

  Instant started() {
    return started;
  }

  /** When the last bytes came. */
  Instant updated() {
    return updated;
  }

  /** So many bytes are about to be written: whoever asks is told that they are there. */
  void announce(long count) {
    progress.check();
    changed = true;
    updated = Instant.now();
    progress.reach(offset + count, updated);
  }

  /** The digest of what is written. */
  public Digest digest() {
    try {
      return Digest.ofSha256((MessageDigest) hash.clone());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be copied", e);
    }
  }

  /** Appends bytes. */
  public void write(ByteBuffer bytes) throws IOException {
    announce(bytes.remaining());
    append(bytes);
  }

  /** Appends bytes that were announced. */
  void append(ByteBuffer bytes) throws IOException {
    hash.update(bytes.duplicate());
    while (bytes.hasRemaining()) {
      offset += channel.write(bytes);
    }
    behind.written(offset);
  }

  /** Begins anew. */
  public void restart() throws IOException {
    channel.truncate(0);
    channel.position(0);
    hash = Sha256.create();
    offset = 0;
    announce(0);
  }

  /**
   * Looks whether the ingest is what it should be.
   *
   * @param total how many bytes there must be; 0 if any number will do
   * @param expected what the digest must be, if it matters
   * @throws Failure with FAILED_PRECONDITION if it is something else
   */
  void check(long total, Optional<Digest> expected) {
    progress.check();
    if (total > 0 && total != offset) {
      throw Failure.failedPrecondition(
          "\"" + ref + "\" failed size validation: " + offset + " != " + total);
    }
    Digest actual = digest();
    if (expected.isPresent() && !expected.get().equals(actual)) {
      throw Failure.failedPrecondition(
          "unexpected commit digest " + actual + ", expected " + expected.get());
    }
  }

  /**
   * Makes the ingest a blob, and closes this writer whether or not that works.
   *
   * @param total how many bytes there must be; 0 if any number will do
   * @param expected what the digest must be, if it matters
   * @throws Failure with FAILED_PRECONDITION if it is something else; the ingest is given up then,
   *     since going on would not help
   */
  public Digest commit(long total, Optional<Digest> expected, Map<String, String> labels)
      throws IOException {
    try {
      check(total, expected);
      Digest actual = digest();
      channel.force(false);
      channel.close();
      return progress.end(
          () -> {
            store.commit(namespace, actual, file, labels);
            return actual;
          });
    } finally {
      discard();
    }
  }

  /** Gives the ingest up; what was written is gone. */
  public void discard() throws IOException {
    if (!closed) {
      channel.close();
      forget.run();
      Files.deleteIfExists(file);
      changed = false;
      close();
    }
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      channel.close();
      if (changed && Files.exists(file)) {
        // It was told before all was written.
        Files.setLastModifiedTime(file, FileTime.from(updated));
      }
      release.run();
    }
  }
}
