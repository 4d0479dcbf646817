package dev.stevedore.docker.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final FrameDecoder decoder = new FrameDecoder(out::write, err::write);

  private static byte[] frame(int which, String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    byte[] frame = new byte[8 + payload.length];
    frame[0] = (byte) which;
    frame[6] = (byte) (payload.length >> 8);
    frame[7] = (byte) payload.length;
    System.arraycopy(payload, 0, frame, 8, payload.length);
    return frame;
  }

  @Test
  void outputAndErrorsAreTakenApartHoweverTheyAreCut() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(frame(1, "out ".repeat(100)));
    all.write(frame(2, "err"));
    all.write(frame(1, ""));
    all.write(frame(0, "in"));
    byte[] bytes = all.toByteArray();
    for (int size : new int[] {1, 3, 8, 1000}) {
      out.reset();
      err.reset();
      FrameDecoder fresh = new FrameDecoder(out::write, err::write);
      for (int at = 0; at < bytes.length; at += size) {
        fresh.take(bytes, at, Math.min(size, bytes.length - at));
      }
      assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("out ".repeat(100) + "in");
      assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("err");
    }
  }

  @Test
  void anErrorOfTheDaemonIsRaised() {
    byte[] bytes = frame(3, "disk full");
    assertThatThrownBy(() -> decoder.take(bytes, 0, bytes.length))
        .hasMessage("error from daemon in stream: disk full");
  }

  @Test
  void whatIsNoFrameIsRefused() {
    byte[] bytes = "plain text".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> decoder.take(bytes, 0, bytes.length))
        .hasMessageContaining("Unrecognized input header");
  }
}
