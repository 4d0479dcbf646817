package dev.stevedore.containerd.diff;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.stevedore.lib.daemon.gzip.GzipInput;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** How a layer is compressed, told by its first bytes rather than by what it is called. */
final class Compression {
  private static final byte[] GZIP = {0x1f, (byte) 0x8b, 0x08};
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
  private static final int BUFFER = 64 * 1024;

  private Compression() {}

  /** The content without its compression, which is taken away on a thread of its own. */
  static InputStream decompress(InputStream compressed) throws IOException {
    BufferedInputStream in = new BufferedInputStream(compressed, BUFFER);
    in.mark(ZSTD.length);
    byte[] begin = in.readNBytes(ZSTD.length);
    in.reset();
    if (startsWith(begin, GZIP)) {
      return new ReadAhead(GzipInput.open(in));
    }
    return startsWith(begin, ZSTD) ? new ReadAhead(new ZstdInputStreamNoFinalizer(in)) : in;
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    return bytes.length >= prefix.length
        && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }
}
