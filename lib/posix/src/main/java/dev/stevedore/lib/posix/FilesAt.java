package dev.stevedore.lib.posix;

import java.util.Optional;

/**
 * Files by a directory's descriptor and a single name in it. A link of that name is never followed.
 */
public final class FilesAt {
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_EACCESS = 0x200;
  private static final int AT_REMOVEDIR = 0x200;
  private static final int TIMESPEC = 16;
  private static final int X_OK = 1;

  private FilesAt() {}

  /** openat(2), close-on-exec, not following a link. */
  public static Fd open(Fd directory, String name, int flags, int mode) {
    byte[] bytes = single(name);
    long fd =
        Syscall.invoke(
            Syscall.OPENAT,
            directory.number(),
            Syscall.at(bytes),
            flags | OpenFlags.NO_FOLLOW | OpenFlags.CLOSE_ON_EXEC,
            mode);
    return new Fd((int) Syscall.check(fd, "openat", name));
  }

  /** openat(2), close-on-exec, following a link: one of /proc/self/fd. */
  static Fd follow(Fd directory, String name, int flags) {
    byte[] bytes = single(name);
    long fd =
        Syscall.invoke(
            Syscall.OPENAT,
            directory.number(),
            Syscall.at(bytes),
            flags | OpenFlags.CLOSE_ON_EXEC,
            0);
    return new Fd((int) Syscall.check(fd, "openat", name));
  }

  /** An empty file, by mknodat(2), which waits for nobody; gives false if there is something. */
  public static boolean makeFileIfMissing(Fd directory, String name, int mode) {
    byte[] bytes = single(name);
    int regularFile = 0100000;
    long result =
        Syscall.invoke(
            Syscall.MKNODAT, directory.number(), Syscall.at(bytes), regularFile | mode, 0);
    if (result == -Errno.EEXIST.code()) {
      return false;
    }
    Syscall.check(result, "mknodat", name);
    return true;
  }

  /** mkdirat(2); gives false if there is something of that name. */
  public static boolean makeDirectoryIfMissing(Fd directory, String name, int mode) {
    byte[] bytes = single(name);
    long result = Syscall.invoke(Syscall.MKDIRAT, directory.number(), Syscall.at(bytes), mode);
    if (result == -Errno.EEXIST.code()) {
      return false;
    }
    Syscall.check(result, "mkdirat", name);
    return true;
  }

  /**
   * mknodat(2).
   *
   * @param mode file type and permission bits
   * @param device what {@link #device} gives
   */
  public static void makeNode(Fd directory, String name, int mode, long device) {
    byte[] bytes = single(name);
    Syscall.check(
        Syscall.invoke(Syscall.MKNODAT, directory.number(), Syscall.at(bytes), mode, device),
        "mknodat",
        name);
  }

  /** makedev(3), as the kernel takes it: 32 bits. */
  public static long device(long major, long minor) {
    return (minor & 0xff) | (major & 0xfff) << 8 | (minor & ~0xffL) << 12;
  }

  /** symlinkat(2); gives false if there is something of that name. */
  public static boolean symbolicLinkIfMissing(String target, Fd directory, String name) {
    byte[] content = CString.of(target);
    byte[] bytes = single(name);
    long result =
        Syscall.invoke(
            Syscall.SYMLINKAT, Syscall.at(content), directory.number(), Syscall.at(bytes));
    if (result == -Errno.EEXIST.code()) {
      return false;
    }
    Syscall.check(result, "symlinkat", name);
    return true;
  }

  /** readlinkat(2). */
  public static String readLink(Fd directory, String name) {
    return readLink(directory.number(), single(name), name);
  }

  /** Nearly all are short. */
  static String readLink(int directory, byte[] name, String subject) {
    byte[] target = new byte[256];
    int length = readLink(directory, name, target, subject);
    if (length == target.length) {
      target = new byte[4096];
      length = readLink(directory, name, target, subject);
    }
    return Utf8.decode(target, 0, length);
  }

  private static int readLink(int directory, byte[] name, byte[] target, String subject) {
    long n =
        Syscall.invoke(
            Syscall.READLINKAT, directory, Syscall.at(name), Syscall.at(target), target.length);
    return (int) Syscall.check(n, "readlink", subject);
  }

  /** unlinkat(2); gives false if there was nothing. */
  public static boolean deleteIfExists(Fd directory, String name) {
    byte[] bytes = single(name);
    long result = Syscall.invoke(Syscall.UNLINKAT, directory.number(), Syscall.at(bytes), 0);
    if (result == -Errno.ENOENT.code()) {
      return false;
    }
    Syscall.check(result, "unlinkat", name);
    return true;
  }

  /** unlinkat(2) with AT_REMOVEDIR: an empty directory. */
  public static void deleteDirectory(Fd directory, String name) {
    byte[] bytes = single(name);
    Syscall.check(
        Syscall.invoke(Syscall.UNLINKAT, directory.number(), Syscall.at(bytes), AT_REMOVEDIR),
        "unlinkat",
        name);
  }

  /** linkat(2): another name for a file; of a symbolic link, for the link itself. */
  public static void link(Fd directory, String name, Fd newDirectory, String newName) {
    byte[] bytes = single(name);
    byte[] newBytes = single(newName);
    Syscall.check(
        Syscall.invoke(
            Syscall.LINKAT,
            directory.number(),
            Syscall.at(bytes),
            newDirectory.number(),
            Syscall.at(newBytes),
            0),
        "linkat",
        newName);
  }

  /** utimensat(2): when it was last read and changed, in seconds since the epoch. */
  public static void setTimes(Fd directory, String name, long seconds) {
    byte[] bytes = single(name);
    byte[] times = new byte[2 * TIMESPEC];
    Struct.putLong(times, 0, seconds);
    Struct.putLong(times, TIMESPEC, seconds);
    Syscall.check(
        Syscall.invoke(
            Syscall.UTIMENSAT,
            directory.number(),
            Syscall.at(bytes),
            Syscall.at(times),
            AT_SYMLINK_NOFOLLOW),
        "utimensat",
        name);
  }

  /** fstatat(2); empty if there is nothing of that name. */
  public static Optional<FileStatus> status(Fd directory, String name) {
    byte[] bytes = single(name);
    byte[] stat = new byte[FileStatus.SIZE];
    long result =
        Syscall.invoke(
            Syscall.NEWFSTATAT,
            directory.number(),
            Syscall.at(bytes),
            Syscall.at(stat),
            AT_SYMLINK_NOFOLLOW);
    if (result == -Errno.ENOENT.code()) {
      return Optional.empty();
    }
    Syscall.check(result, "fstatat", name);
    return Optional.of(FileStatus.from(stat));
  }

  /** fchmod(2); the file must be open for more than O_PATH. */
  public static void changeMode(Fd file, int mode) {
    Syscall.check(Syscall.invoke(Syscall.FCHMOD, file.number(), mode), "fchmod", file.procPath());
  }

  /** fchownat(2) of the open file itself, O_PATH allowed; -1 leaves an id as it is. */
  public static void changeOwner(Fd file, long uid, long gid) {
    byte[] empty = new byte[1];
    Syscall.check(
        Syscall.invoke(Syscall.FCHOWNAT, file.number(), Syscall.at(empty), uid, gid, AT_EMPTY_PATH),
        "fchown",
        file.procPath());
  }

  /**
   * faccessat2(2) by the effective ids: whether this process may execute it.
   *
   * @param path as this process resolves it
   */
  public static Optional<Errno> whyNotExecutable(String path) {
    byte[] name = CString.of(path);
    int workingDirectory = -100;
    long result =
        Syscall.invoke(Syscall.FACCESSAT2, workingDirectory, Syscall.at(name), X_OK, AT_EACCESS);
    if (result == -Errno.EPERM.code() || result == -Errno.ENOSYS.code()) {
      // A filter of system calls that is older than this one, which itself never gives EPERM.
      result = Syscall.invoke(Syscall.FACCESSAT, workingDirectory, Syscall.at(name), X_OK);
    }
    return result < 0 ? Optional.of(new Errno((int) -result)) : Optional.empty();
  }

  /** fchdir(2). */
  public static void changeDirectory(Fd directory) {
    Syscall.check(
        Syscall.invoke(Syscall.FCHDIR, directory.number()), "fchdir", directory.procPath());
  }

  /** getcwd(2) as the kernel gives it: {@code (unreachable)} in front if it is outside the root. */
  public static String workingDirectory() {
    byte[] path = new byte[4096];
    Syscall.check(Syscall.invoke(Syscall.GETCWD, Syscall.at(path), path.length), "getcwd", "");
    return CString.in(path, 0);
  }

  private static byte[] single(String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
      throw new PosixException("resolve", "\"" + name + "\" as a single name", Errno.EINVAL);
    }
    return CString.of(name);
  }
}
