package dev.stevedore.docker.os;

import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Output;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Poll;
import dev.stevedore.lib.posix.PosixException;

/** A descriptor that is written to, waiting where it must. */
final class FdOutput extends Output {
  /** As a shell reports a program that SIGPIPE ended. */
  private static final int BROKEN_PIPE = 128 + 13;

  private final Fd fd;

  FdOutput(Fd fd) {
    this.fd = fd;
  }

  @Override
  protected void writeOut(byte[] from, int offset, int count) {
    int done = 0;
    try {
      while (done < count) {
        int written = fd.write(from, offset + done, count - done);
        if (written == Fd.WOULD_BLOCK) {
          Poll.writable(fd);
        } else {
          done += written;
        }
      }
    } catch (PosixException e) {
      if (e.is(Errno.EPIPE)) {
        throw new CliException("", BROKEN_PIPE, e);
      }
      throw new CliException(String.valueOf(e.getMessage()), 1, e);
    }
  }
}
