package dev.stevedore.docker.copy;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Files of this machine. Errors are {@link dev.stevedore.docker.cli.CliException}s in Go's words.
 */
public interface LocalFiles {
  /** What a file is. */
  enum Kind {
    REGULAR,
    DIRECTORY,
    SYMBOLIC_LINK,
    FIFO,
    CHARACTER_DEVICE,
    BLOCK_DEVICE,
    SOCKET
  }

  /**
   * What is known of a file.
   *
   * @param mode permission bits
   * @param size in bytes
   * @param modified in seconds since the epoch
   * @param identity file system and number, the same for all names of the file
   * @param links how many names it has
   * @param major of a device
   * @param minor of a device
   */
  record Facts(
      Kind kind,
      int mode,
      long uid,
      long gid,
      long size,
      long modified,
      String identity,
      long links,
      long major,
      long minor) {}

  /** What is at a path, a link at its end not followed; empty if nothing is there. */
  Optional<Facts> info(String path);

  /** What is at a path, links followed; empty if nothing is there. */
  Optional<Facts> target(String path);

  String readLink(String path);

  /** The names in a directory, sorted. */
  List<String> list(String path);

  /** A regular file's content; a link is not followed. */
  InputStream open(String path);

  /** An extended attribute; empty if there is none. */
  Optional<byte[]> attribute(String path, String name);

  /** A directory to write below. */
  LocalTree tree(String directory);
}
