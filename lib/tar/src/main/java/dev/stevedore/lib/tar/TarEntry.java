package dev.stevedore.lib.tar;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One entry of an archive.
 *
 * @param name as it stands there; bytes that are no text as {@link
 *     dev.stevedore.lib.linux.FileNames} keeps them
 * @param type what it is
 * @param mode permission bits, with set-uid, set-gid and sticky
 * @param uid owner
 * @param gid group
 * @param size of the file, in bytes, holes included
 * @param modified when it was last changed
 * @param linkName what a link, symbolic or hard, leads to
 * @param deviceMajor of a device
 * @param deviceMinor of a device
 * @param xattrs extended attributes by name
 * @param extents of a sparse file: where its content, one after the other, belongs; empty if the
 *     file has no holes
 */
public record TarEntry(
    String name,
    Type type,
    int mode,
    int uid,
    int gid,
    long size,
    Instant modified,
    String linkName,
    long deviceMajor,
    long deviceMinor,
    Map<String, byte[]> xattrs,
    List<Extent> extents) {
  /**
   * A part of a file that is no hole.
   *
   * @param offset where it begins, in bytes
   * @param length in bytes
   */
  public record Extent(long offset, long length) {}

  /** What an entry is. */
  public enum Type {
    /** A file with content. */
    REGULAR,
    /** Another name of an earlier entry. */
    HARD_LINK,
    /** A symbolic link. */
    SYMBOLIC_LINK,
    /** A character device. */
    CHARACTER_DEVICE,
    /** A block device. */
    BLOCK_DEVICE,
    /** A directory. */
    DIRECTORY,
    /** A FIFO. */
    FIFO
  }
}
