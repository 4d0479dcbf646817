package dev.stevedore.runc.init;

import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.FileStatus;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.FilesAt;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.PosixException;
import java.util.List;

/** stdin, stdout and stderr, as init inherits them. */
final class StandardStreams {
  private static final long DEV_NULL = FilesAt.device(1, 3);

  private StandardStreams() {}

  /** Those that are the host's /dev/null become the container's: links to them work then. */
  static void reopenDevNull() {
    for (Fd stream : List.of(Fd.STDIN, Fd.STDOUT, Fd.STDERR)) {
      if (isDevNull(stream)) {
        try (Fd own = Files.open("/dev/null", OpenFlags.READ_WRITE, 0)) {
          if (isDevNull(own)) {
            own.duplicateTo(stream.number());
          }
        }
      }
    }
  }

  private static boolean isDevNull(Fd fd) {
    try {
      FileStatus status = Files.status(fd);
      return status.isCharacterDevice() && status.rdev() == DEV_NULL;
    } catch (PosixException e) {
      if (e.is(Errno.EBADF)) {
        return false;
      }
      throw e;
    }
  }
}
