package dev.stevedore.lib.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * The attributes of a file that Linux took over from XFS, {@code struct fsxattr},
 * ioctl_xfs_fsgetxattr(2).
 *
 * @param flags the FS_XFLAG_ bits
 * @param extentSize bytes; a hint for the allocator, as is {@code copyExtentSize}
 * @param project the project that the file counts for; 0 for none
 * @param copyExtentSize bytes
 */
record FileAttributes(int flags, int extentSize, int project, int copyExtentSize) {
  /** Of a directory: what is made in it is of its project, too. */
  static final int FS_XFLAG_PROJINHERIT = 0x200;

  /** _IOR('X', 31, struct fsxattr) and _IOW('X', 32, struct fsxattr). */
  private static final long FS_IOC_FSGETXATTR = 0x801c581fL;

  private static final long FS_IOC_FSSETXATTR = 0x401c5820L;

  private static final int SIZE = 28;
  private static final int EXTENT_SIZE = 4;
  private static final int PROJECT = 12;
  private static final int COPY_EXTENT_SIZE = 16;

  /** Those of an open file; ENOTTY or EOPNOTSUPP where the file system has none. */
  static FileAttributes of(Fd file) throws LinuxException {
    try (Call call = new Call("get attributes of", file)) {
      MemorySegment block = call.block(SIZE);
      call.make(Sys.IOCTL, file.number(), FS_IOC_FSGETXATTR, block.address());
      return new FileAttributes(
          block.get(JAVA_INT, 0),
          block.get(JAVA_INT, EXTENT_SIZE),
          block.get(JAVA_INT, PROJECT),
          block.get(JAVA_INT, COPY_EXTENT_SIZE));
    }
  }

  /** These, for a directory that is of a project with all that will be made in it. */
  FileAttributes inProject(int id) {
    return new FileAttributes(flags | FS_XFLAG_PROJINHERIT, extentSize, id, copyExtentSize);
  }

  /** Gives them to an open file. */
  void set(Fd file) throws LinuxException {
    try (Call call = new Call("set attributes of", file)) {
      MemorySegment block = call.block(SIZE);
      block.set(JAVA_INT, 0, flags);
      block.set(JAVA_INT, EXTENT_SIZE, extentSize);
      block.set(JAVA_INT, PROJECT, project);
      block.set(JAVA_INT, COPY_EXTENT_SIZE, copyExtentSize);
      call.make(Sys.IOCTL, file.number(), FS_IOC_FSSETXATTR, block.address());
    }
  }
}
