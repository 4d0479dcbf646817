package dev.stevedore.containerd.diff;

import dev.stevedore.lib.daemon.Sha256;
import dev.stevedore.lib.oci.image.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Counts and hashes what is read. */
final class DigestingStream extends FilterInputStream {
  private final MessageDigest hash = Sha256.create();
  private final long limit;
  private long count;

  /**
   * Reads from a stream.
   *
   * @param limit how many bytes there may be; beyond, reading fails
   */
  DigestingStream(InputStream in, long limit) {
    super(in);
    this.limit = limit;
  }

  private void count(int read) throws IOException {
    count += read;
    if (count > limit) {
      throw new IOException("the layer unpacks to more than " + limit + " bytes");
    }
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    if (b >= 0) {
      hash.update((byte) b);
      count(1);
    }
    return b;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read = super.read(into, offset, length);
    if (read > 0) {
      hash.update(into, offset, read);
      count(read);
    }
    return read;
  }

  long count() {
    return count;
  }

  /** The digest; can be asked for once. */
  Digest digest() {
    return Digest.ofSha256(hash);
  }
}
