package dev.stevedore.lib.ttrpc;

/**
 * One message on a ttrpc connection.
 *
 * <pre>
 *  0       4         8      9       10
 *  +-------+---------+------+-------+----------------
 *  | length| stream  | type | flags | data (length) …     numbers are big-endian
 *  +-------+---------+------+-------+----------------
 *
 *  client                                  server
 *    | -- type 1 REQUEST, stream 1 ---------&gt; |      a call: one request, one response;
 *    | -- type 1 REQUEST, stream 3 ---------&gt; |      stream ids are odd and only grow,
 *    | &lt;--------- type 2 RESPONSE, stream 3 -- |      answers may overtake each other
 *    | &lt;--------- type 2 RESPONSE, stream 1 -- |
 * </pre>
 *
 * <p>Type 3 (DATA) belongs to streaming calls, which none of the task and event services has.
 *
 * @param streamId the stream, odd when a client opened it
 * @param type {@link #REQUEST}, {@link #RESPONSE} or {@link #DATA}; others are to be ignored
 * @param flags meaning depends on the type; 0 for calls with one request and one response
 * @param data at most {@link #MAX_DATA} bytes
 */
@SuppressWarnings("ArrayRecordComponent") // bytes in transit: nobody changes them, and a copy costs
public record Frame(int streamId, byte type, byte flags, byte[] data) implements Incoming {
  /** Bytes before the data. */
  public static final int HEADER_LENGTH = 10;

  /** The most data a frame may carry, in bytes. */
  public static final int MAX_DATA = 4 << 20;

  public static final byte REQUEST = 1;
  public static final byte RESPONSE = 2;
  public static final byte DATA = 3;

  /** A request that opens the stream {@code streamId}. */
  public static Frame request(int streamId, Request request) {
    return new Frame(streamId, REQUEST, (byte) 0, request.encode());
  }

  /** The response that ends the stream {@code streamId}. */
  public static Frame response(int streamId, Response response) {
    return new Frame(streamId, RESPONSE, (byte) 0, response.encode());
  }

  /**
   * The frame as it goes over the wire.
   *
   * @throws TtrpcException when the data are larger than {@link #MAX_DATA}
   */
  public byte[] encode() {
    if (data.length > MAX_DATA) {
      throw new TtrpcException(new OversizedFrame(streamId, data.length, MAX_DATA).status());
    }
    byte[] out = new byte[HEADER_LENGTH + data.length];
    putInt(out, 0, data.length);
    putInt(out, 4, streamId);
    out[8] = type;
    out[9] = flags;
    System.arraycopy(data, 0, out, HEADER_LENGTH, data.length);
    return out;
  }

  private static void putInt(byte[] out, int at, int value) {
    out[at] = (byte) (value >>> 24);
    out[at + 1] = (byte) (value >>> 16);
    out[at + 2] = (byte) (value >>> 8);
    out[at + 3] = (byte) value;
  }
}
