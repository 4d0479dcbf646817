package dev.stevedore.docker.tar;

import java.util.List;

/**
 * A file in a tar archive.
 *
 * @param name its path; of a directory it ends with a slash
 * @param mode permission bits
 * @param size of the content that follows, in bytes
 * @param modified in seconds since the epoch
 * @param linkName where a link leads; else empty
 * @param major of a device
 * @param minor of a device
 * @param attributes extended ones
 */
public record TarEntry(
    String name,
    Type type,
    int mode,
    long uid,
    long gid,
    long size,
    long modified,
    String linkName,
    long major,
    long minor,
    List<Attribute> attributes) {
  /** What an entry is. */
  public enum Type {
    FILE('0'),
    HARD_LINK('1'),
    SYMBOLIC_LINK('2'),
    CHARACTER_DEVICE('3'),
    BLOCK_DEVICE('4'),
    DIRECTORY('5'),
    FIFO('6');

    final char flag;

    Type(char flag) {
      this.flag = flag;
    }
  }

  /** An extended attribute. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never changed
  public record Attribute(String name, byte[] value) {}

  /** The same under another name. */
  public TarEntry named(String newName, String newLinkName) {
    return new TarEntry(
        newName, type, mode, uid, gid, size, modified, newLinkName, major, minor, attributes);
  }
}
