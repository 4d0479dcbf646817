package dev.stevedore.lib.linux;

import java.nio.file.Path;

/** Named pipes, fifo(7). */
public final class Fifos {
  private Fifos() {}

  /** Creates one; the umask applies to the mode. */
  public static void make(Path path, int mode) throws LinuxException {
    Directory.makeNode(Fd.CWD, path.toString(), FileType.FIFO, mode, 0);
  }

  /**
   * Opens the end to read from, without waiting for a writer, and non-blocking. Until somebody
   * writes, a read gives the end of the file and {@link Epoll} says nothing.
   */
  public static Fd openReader(Path path) throws LinuxException {
    return open(path, OpenFlags.O_RDONLY);
  }

  /** Opens the end to write to, non-blocking; ENXIO if nobody reads. */
  public static Fd openWriter(Path path) throws LinuxException {
    return open(path, OpenFlags.O_WRONLY);
  }

  /** Opens both ends, non-blocking: never waits, and never sees the other side go away. */
  public static Fd openBoth(Path path) throws LinuxException {
    return open(path, OpenFlags.O_RDWR);
  }

  private static Fd open(Path path, int access) throws LinuxException {
    try (Call call = new Call("open", path)) {
      int flags = access | OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC;
      return new Fd(
          (int) call.make(Sys.OPENAT, Fd.CWD.number(), call.string(path.toString()), flags));
    }
  }
}
