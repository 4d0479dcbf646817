package dev.stevedore.lib.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/**
 * What a project may take of a file system and what it takes, {@code struct fs_disk_quota} of
 * quotactl(2).
 *
 * @param project its id
 * @param limit bytes that its files may take together; 0 for no limit. The kernel counts in blocks
 *     of 512
 * @param bytes that they take
 * @param inodes that they are
 */
record DiskQuota(int project, long limit, long bytes, long inodes) {
  /** Bytes of the structure. */
  static final int SIZE = 112;

  private static final byte FS_DQUOT_VERSION = 1;
  private static final byte FS_PROJ_QUOTA = 2;

  /** Which members count: the soft and the hard limit of blocks. */
  private static final short FS_DQ_BSOFT_AND_BHARD = (1 << 2) | (1 << 3);

  private static final int BLOCK = 512;
  private static final int FLAGS = 1;
  private static final int FIELDS = 2;
  private static final int ID = 4;
  private static final int HARD_LIMIT = 8;
  private static final int SOFT_LIMIT = 16;
  private static final int BLOCKS = 40;
  private static final int INODES = 48;

  /** Whether nothing is of the project and nothing is said about it. */
  boolean isFree() {
    return limit == 0 && bytes == 0 && inodes == 0;
  }

  static DiskQuota read(MemorySegment block) {
    return new DiskQuota(
        block.get(JAVA_INT, ID),
        block.get(JAVA_LONG, HARD_LIMIT) * BLOCK,
        block.get(JAVA_LONG, BLOCKS) * BLOCK,
        block.get(JAVA_LONG, INODES));
  }

  /** Writes what Q_XSETQLIM takes: a limit of less than a block is one block. */
  void write(MemorySegment block) {
    long blocks = Math.ceilDiv(limit, BLOCK);
    block.set(JAVA_BYTE, 0, FS_DQUOT_VERSION);
    block.set(JAVA_BYTE, FLAGS, FS_PROJ_QUOTA);
    block.set(JAVA_SHORT, FIELDS, FS_DQ_BSOFT_AND_BHARD);
    block.set(JAVA_INT, ID, project);
    block.set(JAVA_LONG, HARD_LIMIT, blocks);
    block.set(JAVA_LONG, SOFT_LIMIT, blocks);
  }
}
