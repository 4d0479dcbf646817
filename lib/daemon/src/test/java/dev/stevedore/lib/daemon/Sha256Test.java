package dev.stevedore.lib.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Sha256Test {
  private static final int LONG = 3_000_000;

  private final Random random = new Random(1);

  @Test
  void knowsWhatTheStandardGivesAsAnExample() {
    byte[] hash = Sha256.create().digest("abc".getBytes(StandardCharsets.US_ASCII));

    assertThat(HexFormat.of().formatHex(hash))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void givesTheSameAsTheJdkHoweverTheBytesCome() {
    byte[] bytes = new byte[LONG];
    random.nextBytes(bytes);
    ByteBuffer direct = ByteBuffer.allocateDirect(LONG).put(bytes).flip();
    byte[] expected = Sha256.jdk().digest(bytes);

    assertThat(Sha256.create().digest(bytes)).isEqualTo(expected);
    assertThat(ofBuffer(ByteBuffer.wrap(bytes))).isEqualTo(expected);
    assertThat(ofBuffer(ByteBuffer.wrap(bytes).asReadOnlyBuffer())).isEqualTo(expected);
    assertThat(ofBuffer(direct)).isEqualTo(expected);
    assertThat(inPieces(bytes)).isEqualTo(expected);
  }

  private static byte[] ofBuffer(ByteBuffer buffer) {
    MessageDigest hash = Sha256.create();
    hash.update(buffer);
    assertThat(buffer.hasRemaining()).isFalse();
    return hash.digest();
  }

  private byte[] inPieces(byte[] bytes) {
    MessageDigest hash = Sha256.create();
    int done = 0;
    while (done < bytes.length) {
      int count = Math.min(random.nextInt(400_000), bytes.length - done);
      hash.update(bytes, done, count);
      done += count;
      if (done < bytes.length) {
        hash.update(bytes[done]);
        done++;
      }
    }
    return hash.digest();
  }

  @Test
  void aCloneGoesItsOwnWay() throws Exception {
    MessageDigest hash = Sha256.create();
    hash.update((byte) 1);
    MessageDigest clone = (MessageDigest) hash.clone();
    hash.update((byte) 2);

    assertThat(clone.digest()).isEqualTo(Sha256.jdk().digest(new byte[] {1}));
    assertThat(hash.digest()).isEqualTo(Sha256.jdk().digest(new byte[] {1, 2}));
  }

  @Test
  void beginsAnewAfterTheDigestAndAfterAReset() {
    byte[] empty = Sha256.jdk().digest();
    MessageDigest hash = Sha256.create();
    hash.digest(new byte[] {1});
    assertThat(hash.digest()).isEqualTo(empty);
    hash.update((byte) 1);
    hash.reset();
    assertThat(hash.digest()).isEqualTo(empty);
  }
}
