package dev.stevedore.lib.posix;

/** statfs(2). */
public final class FileSystems {
  public static final long PROC = 0x9fa0;
  public static final long CGROUP2 = 0x63677270;
  public static final long CGROUP1 = 0x27e0eb;
  public static final long TMPFS = 0x01021994;
  public static final long RESCTRL = 0x7655821;

  private static final int STRUCT_SIZE = 120;
  private static final int FLAGS_OFFSET = 80;

  private FileSystems() {}

  /**
   * The file system that something is on.
   *
   * @param type its magic number
   * @param flags of the mount: the ST_ bits of statvfs(3), equal to the first bits of {@link
   *     Mounts}
   */
  public record Status(long type, long flags) {}

  /** statfs(2). */
  public static Status status(String path) {
    byte[] name = CString.of(path);
    byte[] struct = new byte[STRUCT_SIZE];
    Syscall.check(
        Syscall.invoke(Syscall.STATFS, Syscall.at(name), Syscall.at(struct)), "statfs", path);
    return from(struct);
  }

  /** fstatfs(2). */
  public static Status status(Fd fd) {
    byte[] struct = new byte[STRUCT_SIZE];
    Syscall.check(
        Syscall.invoke(Syscall.FSTATFS, fd.number(), Syscall.at(struct)), "fstatfs", fd.procPath());
    return from(struct);
  }

  private static Status from(byte[] struct) {
    return new Status(Struct.getLong(struct, 0), Struct.getLong(struct, FLAGS_OFFSET));
  }
}
