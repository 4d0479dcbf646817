package dev.stevedore.docker.copy;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A directory of this machine to write below. No path leads out of it, whatever links are there.
 */
public interface LocalTree extends Closeable {
  /** What is at a path, a link at its end not followed; empty if nothing is there. */
  Optional<LocalFiles.Kind> kind(String path);

  /** Deletes what is there, with all below. */
  void delete(String path);

  /** Makes a directory, and those above it. */
  void makeDirectories(String path);

  /** Makes a regular file. */
  void file(String path, InputStream content) throws IOException;

  void symbolicLink(String path, String target);

  /** Another name for a file that is there. */
  void hardLink(String path, String target);

  /** A FIFO or a device. */
  void node(String path, LocalFiles.Kind kind, long major, long minor);

  /** Sets an extended attribute, where the file system and the rights of the user allow it. */
  void attribute(String path, String name, byte[] value);

  void mode(String path, int mode);

  /**
   * @param modified in seconds since the epoch
   */
  void times(String path, long modified);

  @Override
  void close();
}
