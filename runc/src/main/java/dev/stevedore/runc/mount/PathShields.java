package dev.stevedore.runc.mount;

import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.FileStatus;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.FilesAt;
import dev.stevedore.lib.posix.MountAttributes;
import dev.stevedore.lib.posix.Mounts;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.runc.RuncException;
import java.util.List;
import java.util.Optional;

/**
 * Hides paths, and makes paths read-only; inside the container, as its root is the root by then. A
 * path that is not there needs neither.
 */
public final class PathShields {
  private static final long DEV_NULL = FilesAt.device(1, 3);

  private PathShields() {}

  /** Makes what is there read-only. */
  public static void makeReadOnly(List<String> paths) {
    for (String path : paths) {
      open(path)
          .ifPresent(
              target -> {
                try (target;
                    Fd tree = Mounts.cloneTree(target, true)) {
                  Mounts.setAttributes(
                      tree, MountAttributes.of(MountAttributes.READ_ONLY, 0), false);
                  Mounts.attach(tree, target);
                } catch (PosixException e) {
                  throw new RuncException("can't make \"" + path + "\" read-only", e);
                }
              });
    }
  }

  /**
   * Puts an empty read-only directory, the same one, over directories, and /dev/null over files.
   */
  public static void hide(List<String> paths) {
    if (paths.isEmpty()) {
      return;
    }
    try (Fd devNull = Files.open("/dev/null", OpenFlags.PATH, 0);
        Fd empty = Mounts.newFileSystem("tmpfs", MountAttributes.READ_ONLY)) {
      FileStatus status = Files.status(devNull);
      if (!status.isCharacterDevice() || status.rdev() != DEV_NULL) {
        throw new RuncException("can't mask paths: container's /dev/null is invalid");
      }
      boolean isAttached = false;
      for (String path : paths) {
        Optional<Fd> target = open(path);
        if (target.isEmpty()) {
          continue;
        }
        boolean isDirectory = Files.status(target.get()).isDirectory();
        if (isDirectory && !isAttached) {
          // Before Linux 6.15 only what is attached can be cloned.
          attach(path, empty, target.get());
          isAttached = true;
        } else {
          try (Fd tree = Mounts.cloneTree(isDirectory ? empty : devNull, false)) {
            attach(path, tree, target.get());
          }
        }
      }
    }
  }

  private static void attach(String path, Fd tree, Fd target) {
    try (target) {
      Mounts.attach(tree, target);
    } catch (PosixException e) {
      throw new RuncException("can't mask path \"" + path + "\"", e);
    }
  }

  private static Optional<Fd> open(String path) {
    try {
      return Optional.of(Files.open(path, OpenFlags.PATH, 0));
    } catch (PosixException e) {
      if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR)) {
        return Optional.empty();
      }
      throw new RuncException("can't open \"" + path + "\"", e);
    }
  }
}
