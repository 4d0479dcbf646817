package dev.stevedore.containerd.diff;

import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.FileStatus;
import dev.stevedore.lib.linux.Inodes;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.Xattrs;
import dev.stevedore.lib.tar.TarEntry;
import java.nio.file.Path;
import java.util.Map;

/** Owner, mode, extended attributes and time of what is unpacked. */
final class Looks {
  private Looks() {}

  /** Whether an extended attribute means something to overlayfs; a layer may not set those. */
  static boolean isOverlays(String attribute) {
    return attribute.startsWith("trusted.overlay.") || attribute.startsWith("user.overlay.");
  }

  /** Sets what the kernel did not set when it made the file, most often only the time. */
  static void set(Fd file, TarEntry entry) throws LinuxException {
    FileStatus made = FileStatus.of(file);
    // Before the mode and the attributes: chown(2) takes set-uid bits and capabilities away.
    if (made.uid() != entry.uid() || made.gid() != entry.gid()) {
      Inodes.chown(file, entry.uid(), entry.gid());
    }
    for (Map.Entry<String, byte[]> attribute : entry.xattrs().entrySet()) {
      if (!isOverlays(attribute.getKey())) {
        orUnsupported(() -> Xattrs.set(file, attribute.getKey(), attribute.getValue()));
      }
    }
    if (made.mode() != entry.mode() || !entry.xattrs().isEmpty()) {
      Inodes.chmod(file, entry.mode());
    }
    Inodes.setTimes(file, entry.modified(), entry.modified());
  }

  /** Sets the looks of something that is not a regular file, but not a directory's time. */
  static void set(Fd parent, String name, TarEntry entry) throws LinuxException {
    // Before the mode and the attributes: chown(2) takes set-uid bits and capabilities away.
    Inodes.chown(parent, name, entry.uid(), entry.gid());
    Path path = parent.path().resolve(name);
    for (Map.Entry<String, byte[]> attribute : entry.xattrs().entrySet()) {
      if (!isOverlays(attribute.getKey())) {
        orUnsupported(() -> Xattrs.set(path.toString(), attribute.getKey(), attribute.getValue()));
      }
    }
    if (entry.type() != TarEntry.Type.SYMBOLIC_LINK) {
      Inodes.chmod(parent, name, entry.mode());
    }
    if (entry.type() != TarEntry.Type.DIRECTORY) {
      Inodes.setTimes(parent, name, entry.modified(), entry.modified());
    }
  }

  @FunctionalInterface
  private interface Setting {
    void run() throws LinuxException;
  }

  // Not every file system has attributes; without, the layer is still usable.
  private static void orUnsupported(Setting attribute) throws LinuxException {
    try {
      attribute.run();
    } catch (LinuxException e) {
      if (e.errno() != Errno.EOPNOTSUPP) {
        throw e;
      }
    }
  }
}
