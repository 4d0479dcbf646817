package dev.stevedore.lib.ttrpc.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ProtoTest {
  @Test
  void writesWhatTheSpecificationShows() {
    // the examples of https://protobuf.dev/programming-guides/encoding/
    ProtoWriter out = new ProtoWriter();
    out.int32(1, 150);
    out.string(2, "testing");

    assertThat(out.toByteArray())
        .containsExactly(0x08, 0x96, 0x01, 0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67);
  }

  @Test
  void negativeInt32TakesTenBytesAndUint32Five() {
    ProtoWriter negative = new ProtoWriter();
    negative.int32(1, -1);
    ProtoWriter unsigned = new ProtoWriter();
    unsigned.uint32(1, -1);

    assertThat(negative.toByteArray()).hasSize(11);
    assertThat(unsigned.toByteArray()).hasSize(6);
    assertThat(one(unsigned).int32()).isEqualTo(-1);
  }

  @Test
  void defaultsAreLeftOut() {
    ProtoWriter out = new ProtoWriter();
    out.string(1, "");
    out.bytes(2, new byte[0]);
    out.bool(3, false);
    out.int64(4, 0);
    out.message(5, null);
    out.strings(6, List.of());

    assertThat(out.toByteArray()).isEmpty();
  }

  @Test
  void anEmptyMessageIsWritten() {
    ProtoWriter out = new ProtoWriter();
    out.message(5, new Empty());

    assertThat(out.toByteArray()).containsExactly((5 << 3) | 2, 0);
  }

  @Test
  void numbersOfAnySizeComeBack() {
    Random random = new Random(42);
    for (int i = 0; i < 10_000; i++) {
      long value = random.nextLong() >>> random.nextInt(64);
      if (value == 0) {
        continue;
      }
      ProtoWriter out = new ProtoWriter();
      out.int64(1 + random.nextInt((1 << 29) - 1), value);

      assertThat(one(out).int64()).isEqualTo(value);
    }
  }

  @Test
  void fixedNumbersAreLittleEndian() {
    ProtoReader in = new ProtoReader(new byte[] {0x0d, 1, 0, 0, 0, 0x11, 2, 0, 0, 0, 0, 0, 0, 1});

    assertThat(in.next()).isTrue();
    assertThat(in.fixed32()).isEqualTo(1);
    assertThat(in.next()).isTrue();
    assertThat(in.fixed64()).isEqualTo(0x0100000000000002L);
    assertThat(in.next()).isFalse();
  }

  @Test
  void unknownFieldsOfEveryWireTypeAreSkipped() {
    byte[] bytes = {
      0x78,
      5, // 15: varint
      0x79,
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8, // 15: fixed64
      0x7a,
      2,
      9,
      9, // 15: bytes
      0x7d,
      1,
      2,
      3,
      4, // 15: fixed32
      0x08,
      7 // 1: seconds
    };

    assertThat(Timestamp.decode(bytes)).isEqualTo(new Timestamp(7, 0));
  }

  @Test
  void mapsAndTimestampsBeforeTheEpochComeBack() {
    Map<String, String> map = new LinkedHashMap<>(Map.of("key", "wörth", "empty", ""));
    ProtoWriter out = new ProtoWriter();
    out.stringMap(3, map);
    Map<String, String> got = new LinkedHashMap<>();
    ProtoReader in = new ProtoReader(out.toByteArray());
    while (in.next()) {
      in.stringEntry(got);
    }

    assertThat(got).isEqualTo(map);
    assertThat(Timestamp.decode(Timestamp.GO_ZERO.encode())).isEqualTo(Timestamp.GO_ZERO);
  }

  @Test
  void brokenBytesAreRefusedWithAReason() {
    assertRefused("longer than its message", 0x0a, 5, 1);
    assertRefused("longer than its message", 0x0a, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1);
    assertRefused("ends inside a varint", 0x18, 0x80);
    assertRefused(
        "longer than ten bytes", 0x18, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1);
    assertRefused("illegal field number", 0x00, 1);
    assertRefused("groups", 0x1b);
    assertRefused("wire type 0, not 2", 0x08, 1);
    assertRefused("ends inside field 3", 0x1d, 1, 2);
  }

  /** An Any has a string in field 1 and no field 3. */
  private static void assertRefused(String reason, int... octets) {
    byte[] bytes = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      bytes[i] = (byte) octets[i];
    }
    assertThatThrownBy(() -> Any.decode(bytes))
        .isInstanceOf(WireException.class)
        .hasMessageContaining(reason);
  }

  private static ProtoReader one(ProtoWriter out) {
    ProtoReader in = new ProtoReader(out.toByteArray());
    assertThat(in.next()).isTrue();
    return in;
  }
}
