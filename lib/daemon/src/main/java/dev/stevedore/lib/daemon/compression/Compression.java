package dev.stevedore.lib.daemon.compression;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * How a layer or an archive is compressed: what Docker takes, told by the first bytes rather than
 * by what it is called.
 */
public enum Compression {
  NONE,
  GZIP(0x1f, 0x8b, 0x08),
  BZIP2('B', 'Z', 'h'),
  XZ(0xfd, '7', 'z', 'X', 'Z', 0),
  ZSTD(0x28, 0xb5, 0x2f, 0xfd);

  private static final int LONGEST = 6;
  private static final int BUFFER = 64 * 1024;

  /** KiB; what {@code xz -9} made takes 65 MiB. */
  private static final int XZ_MEMORY = 100 * 1024;

  private final byte[] magic;

  Compression(int... magic) {
    this.magic = new byte[magic.length];
    for (int i = 0; i < magic.length; i++) {
      this.magic[i] = (byte) magic[i];
    }
  }

  /** The compression of what begins so; {@link #NONE} if it is none of these. */
  public static Compression of(byte[] begin) {
    for (Compression it : values()) {
      if (it != NONE && startsWith(begin, it.magic)) {
        return it;
      }
    }
    return isSkippableFrame(begin) ? ZSTD : NONE;
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    return bytes.length >= prefix.length
        && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }

  /** zstd may begin with a frame that is no data: RFC 8878, section 3.1.2. */
  private static boolean isSkippableFrame(byte[] begin) {
    return begin.length >= 4
        && (begin[0] & 0xf0) == 0x50
        && begin[1] == 0x2a
        && begin[2] == 0x4d
        && begin[3] == 0x18;
  }

  /** Looks at a stream's first bytes, which stay there to be read. */
  public static Compression detect(BufferedInputStream in) throws IOException {
    in.mark(LONGEST);
    byte[] begin = in.readNBytes(LONGEST);
    in.reset();
    return of(begin);
  }

  /** A stream without its compression, whichever it has; closing it closes the other. */
  public static InputStream remove(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, BUFFER);
    return detect(buffered).decompress(buffered);
  }

  /**
   * What is compressed like this, without it.
   *
   * @throws IOException if it is not, or damaged at its begin; reading fails where it is later on
   */
  public InputStream decompress(InputStream compressed) throws IOException {
    return switch (this) {
      case NONE -> compressed;
      case GZIP -> GzipInput.open(compressed);
      case BZIP2 -> new BZip2CompressorInputStream(compressed, true);
      case XZ -> new XZInputStream(compressed, XZ_MEMORY);
      case ZSTD -> new ZstdInputStreamNoFinalizer(compressed);
    };
  }
}
