package dev.stevedore.lib.daemon.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class CompressionTest {
  private static final byte[] TEXT = "text ".repeat(50_000).getBytes(StandardCharsets.US_ASCII);

  private static byte[] compress(Compression compression, byte[] bytes) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (compression) {
          case NONE -> compressed;
          case GZIP -> new GZIPOutputStream(compressed);
          case BZIP2 -> new BZip2CompressorOutputStream(compressed);
          case XZ -> new XZOutputStream(compressed, new LZMA2Options(9));
          case ZSTD -> new ByteArrayOutputStream();
        }) {
      out.write(bytes);
    }
    return compression == Compression.ZSTD ? Zstd.compress(bytes) : compressed.toByteArray();
  }

  private static byte[] remove(byte[] bytes) throws IOException {
    try (InputStream in = Compression.remove(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @EnumSource
  void isKnownByItsFirstBytes(Compression compression) throws IOException {
    byte[] compressed = compress(compression, TEXT);

    assertThat(Compression.of(compressed)).isEqualTo(compression);
    assertThat(remove(compressed)).isEqualTo(TEXT);
  }

  @Test
  void zstdMayBeginWithAFrameToSkip() throws IOException {
    byte[] frame = Zstd.compress(TEXT);
    byte[] both =
        ByteBuffer.allocate(11 + frame.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(0x184d2a53)
            .putInt(3)
            .put(new byte[3])
            .put(frame)
            .array();

    assertThat(remove(both)).isEqualTo(TEXT);
  }

  @Test
  void whatIsShorterThanAMagicNumberIsNotCompressed() throws IOException {
    assertThat(remove(new byte[0])).isEmpty();
    assertThat(remove(new byte[] {0x1f})).containsExactly(0x1f);
  }

  @Test
  void whatOnlyBeginsLikeOneIsAnError() {
    byte[] bytes = {0x1f, (byte) 0x8b, 0x08, 0, 1, 2};

    assertThatThrownBy(() -> remove(bytes)).isInstanceOf(IOException.class);
  }
}
