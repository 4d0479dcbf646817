package dev.stevedore.containerd.snapshots;

import dev.stevedore.containerd.metadata.DatabaseException;
import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.LinuxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What snapshots take of the disk. A committed one does not change any more, and is counted once:
 * after its commit, which need not wait until tens of thousands of files are looked at; or when
 * somebody asks, if that comes first, or the daemon ended before.
 */
final class Usages {
  private static final Logger LOG = LoggerFactory.getLogger(Usages.class);

  private final SnapshotTable table;
  private final SnapshotDirectories directories;

  Usages(SnapshotTable table, SnapshotDirectories directories) {
    this.table = table;
    this.directories = directories;
  }

  /** What a snapshot takes now. */
  Usage of(Snapshot snapshot) throws IOException {
    if (SnapshotTable.isCommitted(snapshot)) {
      return snapshot.usage().isKnown() ? snapshot.usage() : count(snapshot.number());
    }
    // A view need not have files of its own.
    Path files = directories.files(snapshot.number());
    return Files.exists(files) ? Usage.of(files) : Usage.NONE;
  }

  /** Begins to count what a committed snapshot takes. */
  void countLater(long number) {
    Background.run("count", () -> countIfThere(number));
  }

  private void countIfThere(long number) throws IOException {
    try {
      Usage _ = count(number);
    } catch (LinuxException e) {
      // Most likely it was removed meanwhile.
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
    } catch (DatabaseException e) {
      // Most likely the daemon ends. Whoever asks the next one has it counted.
      LOG.debug("count of snapshot {}: {}", number, e.getMessage());
    }
  }

  private Usage count(long number) throws IOException {
    Usage usage = Usage.of(directories.files(number));
    table.setUsage(number, usage);
    return usage;
  }
}
