package dev.stevedore.containerd.content;

import com.google.protobuf.FieldMask;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.metadata.Database;
import dev.stevedore.containerd.metadata.FieldMasks;
import dev.stevedore.containerd.metadata.Labels;
import dev.stevedore.containerd.metadata.MessageTable;
import dev.stevedore.containerd.metadata.Times;
import dev.stevedore.lib.containerdapi.content.Info;
import dev.stevedore.lib.oci.image.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The blobs. A file is shared by all namespaces that have its digest; labels and times are each
 * namespace's own. A row without a file never is: the file comes first and goes last.
 */
public final class ContentStore {
  private final Database database;
  private final MessageTable<Info> table;
  private final Blobs blobs;

  /** Held while a file comes or goes, so that no row is added for a file that is just going. */
  private final ReentrantLock files = new ReentrantLock();

  /** The blobs in a directory, and what the database says about them. */
  public ContentStore(Database database, Path root) throws IOException {
    this.database = database;
    this.table = new MessageTable<>(database, "content", Info.parser());
    this.blobs = new Blobs(root);
  }

  Blobs blobs() {
    return blobs;
  }

  /** What is known about a blob. */
  public Info info(String namespace, Digest digest) {
    return find(namespace, digest).orElseThrow(() -> Failure.notFound("content digest " + digest));
  }

  /** What is known about a blob, if it is there. */
  public Optional<Info> find(String namespace, Digest digest) {
    return table.get(namespace, digest.toString());
  }

  /** All blobs of a namespace. */
  public List<Info> list(String namespace) {
    return table.list(namespace);
  }

  /** Opens a blob to read. */
  public FileChannel open(String namespace, Digest digest) throws IOException {
    info(namespace, digest);
    return FileChannel.open(blobs.blob(digest), StandardOpenOption.READ);
  }

  /** Changes labels, see {@link FieldMasks#updateLabels}. */
  public Info update(String namespace, Digest digest, Info wanted, FieldMask mask) {
    return database.transaction(
        () -> {
          Info current = info(namespace, digest);
          Map<String, String> labels = new HashMap<>(current.getLabelsMap());
          FieldMasks.updateLabels(
              mask, labels, wanted.getLabelsMap(), "content info \"" + digest + "\"");
          Info updated =
              current.toBuilder()
                  .clearLabels()
                  .putAllLabels(labels)
                  .setUpdatedAt(Times.now())
                  .build();
          table.replace(namespace, digest.toString(), updated);
          return updated;
        });
  }

  /** Removes a blob from a namespace, and from the disk if no other namespace has it. */
  public void delete(String namespace, Digest digest) throws IOException {
    files.lock();
    try {
      if (!table.delete(namespace, digest.toString())) {
        throw Failure.notFound("content digest " + digest);
      }
      if (table.namespacesOf(digest.toString()).isEmpty()) {
        Files.deleteIfExists(blobs.blob(digest));
      }
    } finally {
      files.unlock();
    }
  }

  /** Gives a namespace a blob that another one has; false if none has it. */
  boolean share(String namespace, Digest digest) throws IOException {
    files.lock();
    try {
      if (table.namespacesOf(digest.toString()).isEmpty()) {
        return false;
      }
      long size = Files.size(blobs.blob(digest));
      table.insert(namespace, digest.toString(), newInfo(digest, size, Map.of()));
      return true;
    } finally {
      files.unlock();
    }
  }

  /**
   * Makes a file that was written and checked the blob of a digest.
   *
   * @param file is moved, or removed if the blob is there already
   * @throws Failure with ALREADY_EXISTS if the namespace has the blob
   */
  void commit(String namespace, Digest digest, Path file, Map<String, String> labels)
      throws IOException {
    Labels.validate(labels);
    files.lock();
    try {
      if (find(namespace, digest).isPresent()) {
        Files.delete(file);
        throw Failure.alreadyExists("content " + digest);
      }
      Path blob = blobs.blob(digest);
      long size = Files.size(file);
      if (Files.exists(blob)) {
        Files.delete(file);
      } else {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        Files.createDirectories(blob.getParent());
        Files.move(file, blob);
      }
      table.insert(namespace, digest.toString(), newInfo(digest, size, labels));
    } finally {
      files.unlock();
    }
  }

  /** Removes the files that no row speaks of, such as those of a daemon that was killed. */
  public int sweep() throws IOException {
    files.lock();
    try {
      int removed = 0;
      for (Digest digest : blobs.list()) {
        if (table.namespacesOf(digest.toString()).isEmpty()) {
          Files.delete(blobs.blob(digest));
          removed++;
        }
      }
      return removed;
    } finally {
      files.unlock();
    }
  }

  /** Runs something while no blob is committed or deleted by anybody else. */
  public <T> T exclusively(Supplier<T> work) {
    files.lock();
    try {
      return work.get();
    } finally {
      files.unlock();
    }
  }

  /**
   * Removes the rows of a namespace's blobs that are not in the set, as part of a transaction
   * inside {@link #exclusively}; {@link #sweep} removes the files once it is committed.
   *
   * @return how many
   */
  public int retain(String namespace, Set<String> digests) {
    Set<String> garbage = new HashSet<>(table.ids(namespace));
    garbage.removeAll(digests);
    garbage.forEach(digest -> table.delete(namespace, digest));
    return garbage.size();
  }

  private static Info newInfo(Digest digest, long size, Map<String, String> labels) {
    var now = Times.now();
    return Info.newBuilder()
        .setDigest(digest.toString())
        .setSize(size)
        .setCreatedAt(now)
        .setUpdatedAt(now)
        .putAllLabels(labels)
        .build();
  }
}
