package dev.stevedore.containerd.content;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.lib.daemon.Sha256;
import dev.stevedore.lib.oci.image.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
  private final Runnable forget;
  private final Runnable release;
  private final FileChannel channel;
  private final WriteBehind behind;
  private MessageDigest hash = Sha256.create();
  private long offset;
  private boolean closed;

  /**
   * Opens the file, and hashes what is in it.
   *
   * @param forget removes the ingest from the database
   * @param release lets others open the ref
   */
  IngestWriter(
      ContentStore store,
      String namespace,
      String ref,
      Path file,
      Instant started,
      Runnable forget,
      Runnable release)
      throws IOException {
    this.store = store;
    this.namespace = namespace;
    this.ref = ref;
    this.file = file;
    this.started = started;
    this.forget = forget;
    this.release = release;
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
  }

  /** How many bytes are written. */
  public long offset() {
    return offset;
  }

  Instant started() {
    return started;
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
    Digest actual = digest();
    try {
      if (total > 0 && total != offset) {
        throw Failure.failedPrecondition(
            "\"" + ref + "\" failed size validation: " + offset + " != " + total);
      }
      if (expected.isPresent() && !expected.get().equals(actual)) {
        throw Failure.failedPrecondition(
            "unexpected commit digest " + actual + ", expected " + expected.get());
      }
      channel.force(false);
      channel.close();
      store.commit(namespace, actual, file, labels);
      return actual;
    } finally {
      discard();
    }
  }

  /** Gives the ingest up; what was written is gone. */
  public void discard() throws IOException {
    if (!closed) {
      channel.close();
      forget.run();
      java.nio.file.Files.deleteIfExists(file);
      close();
    }
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      channel.close();
      release.run();
    }
  }
}
