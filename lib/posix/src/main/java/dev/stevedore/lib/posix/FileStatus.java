package dev.stevedore.lib.posix;

/**
 * stat(2).
 *
 * @param device of the file system
 * @param inode its number there
 * @param mode type and permission bits
 * @param rdev of a device node, what it stands for
 * @param size in bytes
 * @param modifiedSeconds since the epoch
 */
public record FileStatus(
    long device,
    long inode,
    int mode,
    long links,
    int uid,
    int gid,
    long rdev,
    long size,
    long modifiedSeconds) {
  static final int SIZE = 144;
  private static final int TYPE = 0170000;

  static FileStatus from(byte[] stat) {
    return new FileStatus(
        Struct.getLong(stat, 0),
        Struct.getLong(stat, 8),
        Struct.getInt(stat, 24),
        Struct.getLong(stat, 16),
        Struct.getInt(stat, 28),
        Struct.getInt(stat, 32),
        Struct.getLong(stat, 40),
        Struct.getLong(stat, 48),
        Struct.getLong(stat, 88));
  }

  public int permissions() {
    return mode & 07777;
  }

  public boolean isDirectory() {
    return (mode & TYPE) == 0040000;
  }

  public boolean isRegularFile() {
    return (mode & TYPE) == 0100000;
  }

  public boolean isSymbolicLink() {
    return (mode & TYPE) == 0120000;
  }

  public boolean isFifo() {
    return (mode & TYPE) == 0010000;
  }

  public boolean isSocket() {
    return (mode & TYPE) == 0140000;
  }

  public boolean isCharacterDevice() {
    return (mode & TYPE) == 0020000;
  }

  public boolean isBlockDevice() {
    return (mode & TYPE) == 0060000;
  }
}
