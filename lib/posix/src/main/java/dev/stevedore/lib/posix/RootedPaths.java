package dev.stevedore.lib.posix;

import java.util.Optional;

/**
 * openat2(2): paths that cannot leave the directory they start in.
 *
 * <p>The kernel resolves the whole path with the directory as its root: an absolute path, an
 * absolute link and {@code ..} all stay below it, whatever else changes the tree meanwhile.
 */
public final class RootedPaths {
  private static final int RESOLVE_NO_XDEV = 0x01;
  private static final int RESOLVE_NO_MAGICLINKS = 0x02;
  private static final int RESOLVE_BENEATH = 0x08;
  private static final int RESOLVE_IN_ROOT = 0x10;
  private static final int OPEN_HOW_SIZE = 24;
  private static final int RETRIES = 128;

  private RootedPaths() {}

  /**
   * Opens a path below a directory, close-on-exec.
   *
   * @param root an open directory
   * @param path taken as absolute, whether it starts with a slash or not
   * @param flags of {@link OpenFlags}
   * @param mode permission bits if it is created
   */
  public static Fd open(Fd root, String path, int flags, int mode) {
    return new Fd((int) Syscall.check(tryOpen(root, path, flags, mode), "openat2", path));
  }

  /** The same; empty if there is nothing of that name. */
  public static Optional<Fd> openIfExists(Fd root, String path, int flags) {
    long fd = tryOpen(root, path, flags, 0);
    if (fd == -Errno.ENOENT.code()) {
      return Optional.empty();
    }
    return Optional.of(new Fd((int) Syscall.check(fd, "openat2", path)));
  }

  /**
   * Opens a directory below a directory, O_PATH, and makes it and those above it if they are
   * missing.
   *
   * @param mode permission bits of those that are made
   */
  public static Fd makeDirectories(Fd root, String path, int mode) {
    long fd = tryOpen(root, path, OpenFlags.PATH | OpenFlags.DIRECTORY, 0);
    if (fd >= 0) {
      return new Fd((int) fd);
    }
    if (fd != -Errno.ENOENT.code()) {
      Syscall.check(fd, "openat2", path);
    }
    return new MissingDirectories(root, mode).make(path);
  }

  /**
   * Opens a path of one file system: not of one that is mounted on it, and not by {@code ..} or a
   * link that leads out of the directory, which are errors here.
   *
   * @param path relative
   */
  public static Fd openWithin(Fd root, String path, int flags) {
    int resolve = RESOLVE_BENEATH | RESOLVE_NO_XDEV | RESOLVE_NO_MAGICLINKS;
    return new Fd((int) Syscall.check(tryOpen(root, path, flags, 0, resolve), "openat2", path));
  }

  private static long tryOpen(Fd root, String path, int flags, int mode) {
    return tryOpen(root, path, flags, mode, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
  }

  private static long tryOpen(Fd root, String path, int flags, int mode, int resolve) {
    byte[] name = CString.of(path.isEmpty() ? "." : path);
    byte[] how = new byte[OPEN_HOW_SIZE];
    Struct.putLong(how, 0, flags | OpenFlags.CLOSE_ON_EXEC);
    Struct.putLong(how, 8, (flags & OpenFlags.CREATE) == 0 ? 0 : mode);
    Struct.putLong(how, 16, resolve);
    long fd = -Errno.EAGAIN.code();
    // EAGAIN: something was renamed while the kernel looked, and it could not be sure.
    for (int i = 0; i < RETRIES && (fd == -Errno.EAGAIN.code() || fd == -Errno.EINTR.code()); i++) {
      fd =
          Syscall.invoke(
              Syscall.OPENAT2, root.number(), Syscall.at(name), Syscall.at(how), OPEN_HOW_SIZE);
    }
    return fd;
  }
}
