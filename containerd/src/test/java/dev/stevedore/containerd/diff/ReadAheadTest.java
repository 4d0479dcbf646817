package dev.stevedore.containerd.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
  private static final int LONG = 5_000_000;

  private static byte[] bytes() {
    byte[] bytes = new byte[LONG];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  @Test
  void givesWhatTheStreamGives() throws IOException {
    byte[] bytes = bytes();

    try (InputStream in = new ReadAhead(new ByteArrayInputStream(bytes))) {
      assertThat(in.read()).isEqualTo(bytes[0] & 0xff);
      byte[] rest = in.readAllBytes();
      assertThat(rest).hasSize(LONG - 1).endsWith(bytes[LONG - 1]);
      assertThat(Arrays.equals(bytes, 1, LONG, rest, 0, rest.length)).isTrue();
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void tellsAFailureAfterWhatCameBefore() throws IOException {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("broken");
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            return read();
          }
        };
    byte[] bytes = bytes();

    try (InputStream in =
        new ReadAhead(new SequenceInputStream(new ByteArrayInputStream(bytes), broken))) {
      assertThat(in.readNBytes(LONG - LONG % (1024 * 1024))).startsWith(bytes[0]);
      assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class).hasMessage("broken");
    }
  }

  @Test
  void canBeClosedBeforeTheEnd() throws IOException {
    AtomicBoolean closed = new AtomicBoolean();
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 1;
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            Arrays.fill(into, offset, offset + length, (byte) 1);
            return length;
          }

          @Override
          public void close() {
            closed.set(true);
          }
        };

    try (InputStream in = new ReadAhead(endless)) {
      assertThat(in.read()).isEqualTo(1);
    }

    assertThat(closed).isTrue();
  }
}
