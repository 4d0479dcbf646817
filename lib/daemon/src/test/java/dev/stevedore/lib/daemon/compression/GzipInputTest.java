package dev.stevedore.lib.daemon.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Where ISA-L is not installed, all this is about the JDK's own, which must do the same. */
class GzipInputTest {
  private final Random random = new Random(7);

  /** Bytes that compress well in some places, and not at all in others. */
  private byte[] content(int length) {
    byte[] bytes = new byte[length];
    for (int at = 0; at < length; ) {
      int run = Math.min(length - at, 1 + random.nextInt(5000));
      if (random.nextBoolean()) {
        byte[] noise = new byte[run];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, bytes, at, run);
      } else {
        Arrays.fill(bytes, at, at + run, (byte) random.nextInt());
      }
      at += run;
    }
    return bytes;
  }

  private static byte[] compress(byte[]... members) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] member : members) {
      ByteArrayOutputStream one = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(one)) {
        gzip.write(member);
      }
      all.write(one.toByteArray());
    }
    return all.toByteArray();
  }

  /** Gives a few bytes at a time, as a pipe may. */
  private InputStream slow(byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] into, int offset, int length) {
        return super.read(into, offset, Math.min(length, 1 + random.nextInt(40)));
      }
    };
  }

  private static byte[] decompress(InputStream compressed) throws IOException {
    try (InputStream in = GzipInput.open(compressed)) {
      return in.readAllBytes();
    }
  }

  @Test
  void givesBackWhatWasCompressed() throws IOException {
    for (int length : new int[] {0, 1, 65_535, 262_144, 262_145, 3_000_000}) {
      byte[] bytes = content(length);

      assertThat(decompress(new ByteArrayInputStream(compress(bytes)))).isEqualTo(bytes);
    }
  }

  @Test
  void whatCompressesAThousandfoldIsGivenWhole() throws IOException {
    byte[] bytes = new byte[50_000_000];

    assertThat(decompress(new ByteArrayInputStream(compress(bytes)))).isEqualTo(bytes);
  }

  @Test
  void membersFollowEachOtherHoweverTheirBytesCome() throws IOException {
    for (int round = 0; round < 50; round++) {
      byte[] first = content(random.nextInt(3000));
      byte[] second = content(random.nextInt(300_000));
      ByteArrayOutputStream both = new ByteArrayOutputStream();
      both.write(first);
      both.write(second);

      assertThat(decompress(slow(compress(first, new byte[0], second))))
          .isEqualTo(both.toByteArray());
    }
  }

  @Test
  void bytesCanBeReadOneByOne() throws IOException {
    try (InputStream in = GzipInput.open(new ByteArrayInputStream(compress(new byte[] {1, -1})))) {
      assertThat(in.read()).isEqualTo(1);
      assertThat(in.read()).isEqualTo(255);
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void paddingAfterTheLastMemberIsPassedOver() throws IOException {
    byte[] bytes = content(1000);
    byte[] compressed = compress(bytes);

    assertThat(decompress(slow(Arrays.copyOf(compressed, compressed.length + 512))))
        .isEqualTo(bytes);
  }

  @Test
  void whatIsCutOffFailsAnywhere() throws IOException {
    byte[] compressed = compress(content(100_000));
    for (int round = 0; round < 200; round++) {
      byte[] cut = Arrays.copyOf(compressed, random.nextInt(compressed.length));

      assertThatThrownBy(() -> decompress(slow(cut))).isInstanceOf(IOException.class);
    }
  }

  @Test
  void whatIsDamagedFailsAnywhere() throws IOException {
    byte[] compressed = compress(content(100_000));
    for (int round = 0; round < 200; round++) {
      byte[] damaged = compressed.clone();
      // Not in the header: most of that means nothing.
      damaged[10 + random.nextInt(damaged.length - 10)] ^= (byte) (1 << random.nextInt(8));

      assertThatThrownBy(() -> decompress(new ByteArrayInputStream(damaged)))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void otherBytesAreNotTakenForGzip() {
    assertThatThrownBy(() -> decompress(new ByteArrayInputStream(new byte[1000])))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> decompress(new ByteArrayInputStream(new byte[0])))
        .isInstanceOf(IOException.class);
  }

  @Test
  void canBeClosedTwice() throws IOException {
    InputStream in = GzipInput.open(new ByteArrayInputStream(compress(new byte[10])));
    in.close();
    in.close();
  }
}
