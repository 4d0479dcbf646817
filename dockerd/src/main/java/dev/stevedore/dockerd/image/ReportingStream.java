package dev.stevedore.dockerd.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that tells how far it was read, but not at every drop. */
public final class ReportingStream extends FilterInputStream {
  private static final long INTERVAL_NANOS = 100_000_000;

  private final String id;
  private final String status;
  private final long size;
  private final Progress progress;
  private long offset;
  private long last = System.nanoTime() - INTERVAL_NANOS;

  /**
   * Reads from a stream.
   *
   * @param offset how much was read already
   * @param size how much there is in all, in bytes; 0 or less if that is not known
   * @param id the layer that is told of, or empty
   * @param status what is being done with it, such as {@code Pushing}
   */
  public ReportingStream(
      InputStream in, long offset, long size, String id, String status, Progress progress) {
    super(in);
    this.offset = offset;
    this.size = size;
    this.id = id;
    this.status = status;
    this.progress = progress;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int count) throws IOException {
    int got = in.read(bytes, from, count);
    offset += Math.max(got, 0);
    long now = System.nanoTime();
    if (now - last >= INTERVAL_NANOS || (got > 0 && offset == size)) {
      last = now;
      progress.bytes(id, status, offset, size);
    }
    return got;
  }
}
