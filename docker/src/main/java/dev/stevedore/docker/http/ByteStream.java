package dev.stevedore.docker.http;

import java.io.Closeable;
import java.io.IOException;

/** A connected, blocking, two-way stream of bytes. */
public interface ByteStream extends Closeable {
  /**
   * Waits for at least one byte.
   *
   * @return how many bytes came, or -1 when the other side has finished
   */
  int read(byte[] into, int offset, int length) throws IOException;

  /** Writes all bytes, waiting as long as it takes. */
  void write(byte[] from, int offset, int length) throws IOException;

  /**
   * Writes, but stops when the other side has something to say.
   *
   * @return how many bytes were written
   */
  int writeUnlessAnswered(byte[] from, int offset, int length) throws IOException;

  /** Tells the other side that nothing more will be written. */
  void finishWriting() throws IOException;

  /** The file descriptor, for waiting on several streams at once; -1 if there is none. */
  int descriptor();

  @Override
  void close();
}
