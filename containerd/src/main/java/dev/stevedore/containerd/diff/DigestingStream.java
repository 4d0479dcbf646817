package dev.stevedore.containerd.diff;

import dev.stevedore.lib.oci.image.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Counts and hashes what is read. */
final class DigestingStream extends FilterInputStream {
  private final MessageDigest hash = Digest.newSha256();
  private long count;

  DigestingStream(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    if (b >= 0) {
      hash.update((byte) b);
      count++;
    }
    return b;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read = super.read(into, offset, length);
    if (read > 0) {
      hash.update(into, offset, read);
      count += read;
    }
    return read;
  }

  /** Reads to the end: what follows the archive's end belongs to the digest too. */
  void drain() throws IOException {
    byte[] waste = new byte[16 * 1024];
    int count;
    do {
      count = read(waste, 0, waste.length);
    } while (count >= 0);
  }

  long count() {
    return count;
  }

  /** The digest; can be asked for once. */
  Digest digest() {
    return Digest.ofSha256(hash);
  }
}
