package dev.stevedore.dockerd.container;

import dev.stevedore.lib.linux.Directory;
import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.OpenFlags;
import dev.stevedore.lib.linux.Openat2;
import java.io.IOException;
import java.nio.file.Path;

/** Makes the directory that {@code -v} names and that is not there. */
final class MissingSource {
  private static final int MODE = 0755;
  private static final int DIRECTORY = OpenFlags.O_PATH | OpenFlags.O_DIRECTORY;

  private MissingSource() {}

  /**
   * Makes a directory and those above it, each by the descriptor of the one above: what was made is
   * what is opened, or it is an error.
   *
   * @param path absolute; links in the part that is there are followed, others are not
   */
  static Fd make(Path path) throws IOException {
    try {
      return Openat2.open(Fd.CWD, path.toString(), DIRECTORY, 0, 0);
    } catch (LinuxException e) {
      Path parent = path.getParent();
      if (e.errno() != Errno.ENOENT || parent == null) {
        throw e;
      }
      try (Fd above = make(parent)) {
        return child(above, path);
      }
    }
  }

  private static Fd child(Fd above, Path path) throws IOException {
    String name = String.valueOf(path.getFileName());
    try {
      Directory.make(above, name, MODE);
    } catch (LinuxException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
    }
    try {
      return Openat2.open(above, name, DIRECTORY | OpenFlags.O_NOFOLLOW, 0, 0);
    } catch (LinuxException e) {
      if (e.errno() == Errno.ELOOP || e.errno() == Errno.ENOTDIR) {
        throw new IOException("mkdir " + path + ": file exists", e); // a link that leads nowhere
      }
      throw e;
    }
  }
}
