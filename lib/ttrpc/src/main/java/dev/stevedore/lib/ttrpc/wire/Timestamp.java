package dev.stevedore.lib.ttrpc.wire;

/**
 * {@code google.protobuf.Timestamp}.
 *
 * @param seconds since 1970-01-01T00:00:00Z; may be negative
 * @param nanos of the second, 0 to 999 999 999
 */
public record Timestamp(long seconds, int nanos) implements Message {
  /** 0001-01-01T00:00:00Z, what Go's programs send for "not yet". */
  public static final Timestamp GO_ZERO = new Timestamp(-62135596800L, 0);

  /** Reads a {@code google.protobuf.Timestamp}. */
  public static Timestamp decode(byte[] bytes) {
    long seconds = 0;
    int nanos = 0;
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> seconds = in.int64();
        case 2 -> nanos = in.int32();
        default -> in.skip();
      }
    }
    return new Timestamp(seconds, nanos);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.int64(1, seconds);
    out.int32(2, nanos);
  }
}
