package dev.stevedore.dockerd.container;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.OpenFlags;
import dev.stevedore.lib.linux.Openat2;
import java.io.IOException;
import java.nio.file.Path;

/** A part of a volume, which whoever writes into the volume cannot lead elsewhere by a link. */
final class Subpath {
  private Subpath() {}

  /**
   * Opens a directory of a volume; empty: its top.
   *
   * @throws ApiException.BadParameter if it leads out of the volume
   */
  static Fd open(Path volume, String subpath) throws IOException {
    return open(volume, subpath, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
  }

  /** Finds anything in a volume, to be mounted. */
  static Fd find(Path volume, String subpath) throws IOException {
    return open(volume, subpath, OpenFlags.O_PATH);
  }

  private static Fd open(Path volume, String subpath, int flags) throws IOException {
    long beneath = Openat2.RESOLVE_BENEATH | Openat2.RESOLVE_NO_MAGICLINKS;
    try (Fd top =
        Openat2.open(Fd.CWD, volume.toString(), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0, 0)) {
      return Openat2.open(top, subpath.isEmpty() ? "." : subpath, flags, 0, beneath);
    } catch (LinuxException e) {
      if (e.errno() == Errno.EXDEV) {
        throw new ApiException.BadParameter(
            "cannot access path "
                + volume.resolve(subpath)
                + ": path concatenation escapes the base directory",
            e);
      }
      if (!subpath.isEmpty() && e.errno() != Errno.ENOTDIR) {
        throw new ApiException.BadParameter(
            "cannot access path " + volume.resolve(subpath) + ": " + e.errno().text(), e);
      }
      throw e;
    }
  }
}
