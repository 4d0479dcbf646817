package dev.stevedore.lib.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FrameDecoderTest {
  @Test
  void headerIsLengthStreamTypeFlagsBigEndian() {
    byte[] bytes = new Frame(0x01020305, Frame.RESPONSE, (byte) 4, new byte[] {7, 8}).encode();

    assertThat(bytes).containsExactly(0, 0, 0, 2, 1, 2, 3, 5, 2, 4, 7, 8);
  }

  @Test
  void framesSurviveAnyCutting() {
    Random random = new Random(20261123);
    for (int round = 0; round < 200; round++) {
      List<Frame> sent = new ArrayList<>();
      ByteArrayOutputStream wire = new ByteArrayOutputStream();
      for (int i = 0; i < 20; i++) {
        byte[] data = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(9000)];
        random.nextBytes(data);
        Frame frame = new Frame(2 * i + 1, Frame.REQUEST, (byte) random.nextInt(4), data);
        sent.add(frame);
        wire.writeBytes(frame.encode());
      }

      List<Incoming> got = feedInPieces(new FrameDecoder(), wire.toByteArray(), random);

      assertThat(got).hasSameSizeAs(sent);
      for (int i = 0; i < sent.size(); i++) {
        assertThat(((Frame) got.get(i)).encode()).isEqualTo(sent.get(i).encode());
      }
    }
  }

  @Test
  void oversizedFrameIsPassedOverAndTheNextOneRead() {
    Random random = new Random(7);
    for (int size : new int[] {101, 5000, 70_000}) {
      ByteArrayOutputStream wire = new ByteArrayOutputStream();
      wire.writeBytes(new Frame(1, Frame.REQUEST, (byte) 0, new byte[size]).encode());
      wire.writeBytes(new Frame(3, Frame.REQUEST, (byte) 0, new byte[100]).encode());
      FrameDecoder decoder = new FrameDecoder(100);

      List<Incoming> got = feedInPieces(decoder, wire.toByteArray(), random);

      assertThat(got).hasSize(2);
      assertThat(got.get(0)).isEqualTo(new OversizedFrame(1, size, 100));
      assertThat(got.get(1).streamId()).isEqualTo(3);
      assertThat(decoder.isInsideFrame()).isFalse();
    }
  }

  @Test
  void lengthIsUnsigned() {
    FrameDecoder decoder = new FrameDecoder();
    decoder.feed(new byte[] {-1, -1, -1, -1, 0, 0, 0, 1, 1, 0, 9, 9}, 0, 12);

    assertThat(decoder.next()).isEqualTo(new OversizedFrame(1, 0xffffffffL, Frame.MAX_DATA));
    assertThat(decoder.next()).isNull();
    assertThat(decoder.isInsideFrame()).isTrue();
  }

  @Test
  void tooMuchDataIsNotSent() {
    Frame frame = new Frame(1, Frame.REQUEST, (byte) 0, new byte[Frame.MAX_DATA + 1]);

    assertThatThrownBy(frame::encode)
        .isInstanceOfSatisfying(
            TtrpcException.class, e -> assertThat(e.code()).isEqualTo(Code.RESOURCE_EXHAUSTED));
  }

  private static List<Incoming> feedInPieces(FrameDecoder decoder, byte[] wire, Random random) {
    List<Incoming> got = new ArrayList<>();
    int at = 0;
    while (at < wire.length) {
      int bound = random.nextBoolean() ? 12 : 10_000;
      int count = Math.min(wire.length - at, 1 + random.nextInt(bound));
      decoder.feed(wire, at, count);
      at += count;
      for (Incoming in = decoder.next(); in != null; in = decoder.next()) {
        got.add(in);
      }
    }
    return got;
  }
}
