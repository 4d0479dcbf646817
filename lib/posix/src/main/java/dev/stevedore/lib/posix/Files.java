package dev.stevedore.lib.posix;

import java.util.Optional;

/**
 * Files by path: the path is the kernel's to resolve, so none of these is for paths inside a
 * rootfs.
 */
public final class Files {
  private static final int AT_FDCWD = -100;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int S_IFIFO = 0010000;

  private Files() {}

  /** open(2), always close-on-exec. */
  public static Fd open(String path, int flags, int mode) {
    byte[] name = CString.of(path);
    while (true) {
      long fd =
          Syscall.invoke(
              Syscall.OPENAT, AT_FDCWD, Syscall.at(name), flags | OpenFlags.CLOSE_ON_EXEC, mode);
      if (fd != -Errno.EINTR.code()) {
        return new Fd((int) Syscall.check(fd, "open", path));
      }
    }
  }

  public static Fd openForReading(String path) {
    return open(path, OpenFlags.READ_ONLY, 0);
  }

  public static byte[] readAll(String path) {
    try (Fd fd = openForReading(path)) {
      return fd.readAll(usualSize(status(fd)), Integer.MAX_VALUE);
    }
  }

  public static String readText(String path) {
    return Utf8.decode(readAll(path));
  }

  /**
   * Reads a file that somebody else may have put there; nothing if it is no file.
   *
   * <p>A named pipe would be waited at for ever, and a device may never end.
   *
   * @param limit how many bytes are read at most
   */
  public static byte[] readRegular(String path, int limit) {
    try (Fd fd = open(path, OpenFlags.READ_ONLY | OpenFlags.NONBLOCK, 0)) {
      FileStatus status = status(fd);
      return status.isRegularFile() ? fd.readAll(usualSize(status), limit) : new byte[0];
    }
  }

  /** The kernel's own files have none. */
  private static long usualSize(FileStatus status) {
    return status.size() > 0 ? status.size() : 1024;
  }

  /** Creates or truncates, and writes. */
  public static void write(String path, byte[] content, int mode) {
    int flags = OpenFlags.WRITE_ONLY | OpenFlags.CREATE | OpenFlags.TRUNCATE;
    try (Fd fd = open(path, flags, mode)) {
      fd.writeAll(content);
    }
  }

  /** Writes to a file that is there, in one write(2): the way of procfs and cgroupfs. */
  public static void writeExisting(String path, String content) {
    byte[] bytes = Utf8.encode(content);
    try (Fd fd = open(path, OpenFlags.WRITE_ONLY, 0)) {
      int written;
      try {
        written = fd.write(bytes, 0, bytes.length);
      } catch (PosixException e) {
        throw new PosixException("write", path, e.errno());
      }
      if (written != bytes.length) {
        throw new PosixException("write", path, Errno.EIO);
      }
    }
  }

  /**
   * Writes to a new file beside it and renames: a reader sees the old or the new content, never a
   * part.
   */
  public static void replace(String path, byte[] content, int mode) {
    String temporary = path + ".new";
    write(temporary, content, mode);
    rename(temporary, path);
  }

  public static void makeDirectory(String path, int mode) {
    byte[] name = CString.of(path);
    Syscall.check(Syscall.invoke(Syscall.MKDIRAT, AT_FDCWD, Syscall.at(name), mode), "mkdir", path);
  }

  /** mkdir -p. */
  public static void makeDirectories(String path, int mode) {
    if (path.isEmpty() || path.equals("/")) {
      return;
    }
    byte[] name = CString.of(path);
    long result = Syscall.invoke(Syscall.MKDIRAT, AT_FDCWD, Syscall.at(name), mode);
    if (result == -Errno.ENOENT.code()) {
      int slash = path.lastIndexOf('/');
      if (slash <= 0) {
        Syscall.check(result, "mkdir", path);
      }
      makeDirectories(path.substring(0, slash), mode);
      result = Syscall.invoke(Syscall.MKDIRAT, AT_FDCWD, Syscall.at(name), mode);
    }
    if (result != -Errno.EEXIST.code()) {
      Syscall.check(result, "mkdir", path);
    }
  }

  public static void makeFifo(String path, int mode) {
    byte[] name = CString.of(path);
    Syscall.check(
        Syscall.invoke(Syscall.MKNODAT, AT_FDCWD, Syscall.at(name), S_IFIFO | mode, 0),
        "mkfifo",
        path);
  }

  public static void delete(String path) {
    Syscall.check(unlinkat(path, 0), "unlink", path);
  }

  /**
   * unlink(2).
   *
   * @return whether there was something to delete
   */
  public static boolean deleteIfExists(String path) {
    long result = unlinkat(path, 0);
    if (result == -Errno.ENOENT.code()) {
      return false;
    }
    Syscall.check(result, "unlink", path);
    return true;
  }

  public static void deleteDirectory(String path) {
    int removeDirectory = 0x200;
    Syscall.check(unlinkat(path, removeDirectory), "rmdir", path);
  }

  public static void rename(String from, String to) {
    byte[] source = CString.of(from);
    byte[] target = CString.of(to);
    Syscall.check(
        Syscall.invoke(
            Syscall.RENAMEAT2, AT_FDCWD, Syscall.at(source), AT_FDCWD, Syscall.at(target)),
        "rename",
        from);
  }

  public static void symbolicLink(String target, String path) {
    byte[] content = CString.of(target);
    byte[] name = CString.of(path);
    Syscall.check(
        Syscall.invoke(Syscall.SYMLINKAT, Syscall.at(content), AT_FDCWD, Syscall.at(name)),
        "symlink",
        path);
  }

  public static String readLink(String path) {
    return FilesAt.readLink(AT_FDCWD, CString.of(path), path);
  }

  public static void changeMode(String path, int mode) {
    byte[] name = CString.of(path);
    Syscall.check(
        Syscall.invoke(Syscall.FCHMODAT, AT_FDCWD, Syscall.at(name), mode), "chmod", path);
  }

  public static void changeOwner(String path, int uid, int gid) {
    byte[] name = CString.of(path);
    Syscall.check(
        Syscall.invoke(Syscall.FCHOWNAT, AT_FDCWD, Syscall.at(name), uid, gid, 0), "chown", path);
  }

  public static void changeDirectory(String path) {
    byte[] name = CString.of(path);
    Syscall.check(Syscall.invoke(Syscall.CHDIR, Syscall.at(name)), "chdir", path);
  }

  /** stat(2), following a link at the end; empty if there is nothing. */
  public static Optional<FileStatus> status(String path) {
    return status(path, 0);
  }

  /** lstat(2): a link at the end is itself the answer; empty if there is nothing. */
  public static Optional<FileStatus> linkStatus(String path) {
    return status(path, AT_SYMLINK_NOFOLLOW);
  }

  /** fstat(2). */
  public static FileStatus status(Fd fd) {
    byte[] stat = new byte[FileStatus.SIZE];
    Syscall.check(
        Syscall.invoke(Syscall.FSTAT, fd.number(), Syscall.at(stat)), "fstat", fd.procPath());
    return FileStatus.from(stat);
  }

  /** Whether something is there, a dangling link not counted. */
  public static boolean exists(String path) {
    return status(path, 0).isPresent();
  }

  private static Optional<FileStatus> status(String path, int flags) {
    byte[] name = CString.of(path);
    byte[] stat = new byte[FileStatus.SIZE];
    long result =
        Syscall.invoke(Syscall.NEWFSTATAT, AT_FDCWD, Syscall.at(name), Syscall.at(stat), flags);
    if (result == -Errno.ENOENT.code() || result == -Errno.ENOTDIR.code()) {
      return Optional.empty();
    }
    Syscall.check(result, "stat", path);
    return Optional.of(FileStatus.from(stat));
  }

  private static long unlinkat(String path, int flags) {
    byte[] name = CString.of(path);
    return Syscall.invoke(Syscall.UNLINKAT, AT_FDCWD, Syscall.at(name), flags);
  }
}
