package dev.stevedore.docker.os;

import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Poll;
import dev.stevedore.lib.posix.PosixException;
import java.io.IOException;
import java.io.InputStream;

/** A descriptor that is read from. */
final class FdInput extends InputStream {
  private final Fd fd;

  FdInput(Fd fd) {
    this.fd = fd;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    try {
      while (true) {
        int count = fd.read(into, offset, length);
        if (count != Fd.WOULD_BLOCK) {
          return count == 0 ? -1 : count;
        }
        Poll.readable(fd);
      }
    } catch (PosixException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    fd.close();
  }
}
