package dev.stevedore.lib.posix;

/**
 * A procfs that is what it seems, for who works where somebody else has mounted things.
 *
 * <p>In a container {@code /proc} may be a link, a volume, or a procfs with a file of another
 * process over the one that is meant (CVE-2019-16884, CVE-2025-52881). So this one is mounted anew
 * and attached nowhere; where that is not allowed, it is a detached copy of the mount at {@code
 * /proc}, which leaves behind whatever lies over it. Paths in it never leave it.
 */
public final class ProcFs implements AutoCloseable {
  private static final long ROOT_INODE = 1;

  private final Fd root;

  private ProcFs(Fd root) {
    this.root = root;
  }

  /**
   * That of this process's pid namespace.
   *
   * @throws PosixException if none can be mounted and {@code /proc} is none; then with EXDEV
   */
  public static ProcFs open() {
    Fd root;
    try {
      int attributes = MountAttributes.NO_SUID | MountAttributes.NO_DEV | MountAttributes.NO_EXEC;
      root = Mounts.newFileSystem("proc", attributes);
    } catch (PosixException e) {
      // Only who is privileged over the pid namespace may mount one.
      root = Mounts.cloneTree("/proc", false);
    }
    if (FileSystems.status(root).type() != FileSystems.PROC
        || Files.status(root).inode() != ROOT_INODE) {
      root.close();
      throw new PosixException("open", "/proc: not a procfs", Errno.EXDEV);
    }
    return new ProcFs(root);
  }

  /** Reads a file to its end. */
  public String readText(String path) {
    try (Fd file = open(path, OpenFlags.READ_ONLY)) {
      return Utf8.decode(file.readAll());
    }
  }

  /** Writes to a file, in one write(2). */
  public void write(String path, String content) {
    try (Fd file = open(path, OpenFlags.WRITE_ONLY)) {
      byte[] bytes = Utf8.encode(content);
      int written;
      try {
        written = file.write(bytes, 0, bytes.length);
      } catch (PosixException e) {
        throw new PosixException("write", "/proc/" + path, e.errno());
      }
      if (written != bytes.length) {
        throw new PosixException("write", "/proc/" + path, Errno.EIO);
      }
    }
  }

  /** Opens again what is open O_PATH: to read it or write it. */
  public Fd reopen(Fd file, int flags) {
    try (Fd descriptors = RootedPaths.openWithin(root, "self/fd", OpenFlags.PATH)) {
      return FilesAt.follow(descriptors, Integer.toString(file.number()), flags);
    }
  }

  @Override
  public void close() {
    root.close();
  }

  private Fd open(String path, int flags) {
    return RootedPaths.openWithin(root, path, flags);
  }
}
