package dev.stevedore.dockerd.image.push;

import dev.stevedore.dockerd.image.Progress;
import dev.stevedore.lib.oci.image.Descriptor;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that tells how far it was read, but not at every drop. */
final class ReportingStream extends FilterInputStream {
  private static final long INTERVAL_NANOS = 100_000_000;

  private final Descriptor blob;
  private final String id;
  private final Progress progress;
  private long offset;
  private long last = System.nanoTime() - INTERVAL_NANOS;

  ReportingStream(InputStream in, long offset, Descriptor blob, String id, Progress progress) {
    super(in);
    this.offset = offset;
    this.blob = blob;
    this.id = id;
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
    if (now - last >= INTERVAL_NANOS || (got > 0 && offset == blob.size())) {
      last = now;
      progress.bytes(id, "Pushing", offset, blob.size());
    }
    return got;
  }
}
