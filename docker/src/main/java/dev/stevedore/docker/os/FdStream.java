package dev.stevedore.docker.os;

import dev.stevedore.docker.http.ByteStream;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Poll;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Sockets;
import java.io.IOException;

/** A connected socket. */
record FdStream(Fd fd) implements ByteStream {
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
      throw new IOException("read: " + e.errno().message(), e);
    }
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    try {
      int done = 0;
      while (done < length) {
        int count = fd.write(from, offset + done, length - done);
        if (count == Fd.WOULD_BLOCK) {
          Poll.writable(fd);
        } else {
          done += count;
        }
      }
    } catch (PosixException e) {
      throw new IOException("write: " + e.errno().message(), e);
    }
  }

  @Override
  public int writeUnlessAnswered(byte[] from, int offset, int length) throws IOException {
    try {
      fd.setNonBlocking(true);
      int done = 0;
      while (done < length && !Poll.readableBeforeWritable(fd)) {
        int count = fd.write(from, offset + done, length - done);
        done += count == Fd.WOULD_BLOCK ? 0 : count;
      }
      return done;
    } catch (PosixException e) {
      throw new IOException("write: " + e.errno().message(), e);
    }
  }

  @Override
  public void finishWriting() throws IOException {
    try {
      Sockets.shutdownOutput(fd);
    } catch (PosixException e) {
      throw new IOException("shutdown: " + e.errno().message(), e);
    }
  }

  @Override
  public int descriptor() {
    return fd.number();
  }

  @Override
  public void close() {
    fd.close();
  }
}
