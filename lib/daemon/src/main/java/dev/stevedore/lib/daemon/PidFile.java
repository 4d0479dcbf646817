package dev.stevedore.lib.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** A file with the process id of the daemon that owns a place; stale once that process is gone. */
public final class PidFile implements AutoCloseable {
  private final Path path;

  private PidFile(Path path) {
    this.path = path;
  }

  /**
   * Writes our id.
   *
   * @throws AlreadyRunningException if the file names another process that is alive
   */
  public static PidFile create(Path path) throws IOException {
    long self = ProcessHandle.current().pid();
    Optional<Long> owner = read(path).filter(PidFile::isAlive).filter(pid -> pid != self);
    if (owner.isPresent()) {
      throw new AlreadyRunningException(path, owner.get());
    }
    write(path, self);
    return new PidFile(path);
  }

  /**
   * Writes a process's id, in one step: a reader finds the old content or the new, never a part.
   */
  public static void write(Path path, long pid) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
    Files.writeString(temporary, Long.toString(pid));
    Files.move(
        temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Reads a process id; nothing if the file is not there or holds none. */
  public static Optional<Long> read(Path path) throws IOException {
    try {
      String text = Files.readString(path).strip();
      return text.matches("[1-9][0-9]{0,9}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns whether there is such a process, and it is no zombie: a zombie does nothing any more.
   */
  public static boolean isAlive(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // The name before the state may itself contain parentheses.
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return false;
    }
  }

  /** Removes the file. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path);
  }

  /** Another daemon owns the place. */
  public static final class AlreadyRunningException extends IOException {
    private static final long serialVersionUID = 1;

    AlreadyRunningException(Path path, long pid) {
      super(
          "ensure docker is not running or delete %s: process with PID %d is still running"
              .formatted(path, pid));
    }
  }
}
