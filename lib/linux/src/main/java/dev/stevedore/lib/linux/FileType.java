package dev.stevedore.lib.linux;

/** What a file is: the type bits of a mode, inode(7). */
public enum FileType {
  /** A FIFO. */
  FIFO(0010000),
  /** A character device. */
  CHARACTER_DEVICE(0020000),
  /** A directory. */
  DIRECTORY(0040000),
  /** A block device. */
  BLOCK_DEVICE(0060000),
  /** A file with content. */
  REGULAR(0100000),
  /** A symbolic link. */
  SYMBOLIC_LINK(0120000),
  /** A socket. */
  SOCKET(0140000);

  private static final int MASK = 0170000;

  private final int bits;

  FileType(int bits) {
    this.bits = bits;
  }

  /** The bits in a mode. */
  public int bits() {
    return bits;
  }

  /** The type in a mode. */
  public static FileType ofMode(int mode) {
    for (FileType type : values()) {
      if (type.bits == (mode & MASK)) {
        return type;
      }
    }
    return REGULAR;
  }
}
