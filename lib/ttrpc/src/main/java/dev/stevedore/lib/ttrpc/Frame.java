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
 *    |                                        |
 *    | -- REQUEST, stream 5, REMOTE_OPEN ---&gt; |      a stream: the client says more
 *    | -- type 3 DATA, stream 5 ------------&gt; |      (REMOTE_CLOSED instead: it will not),
 *    | &lt;------------ type 3 DATA, stream 5 -- |      each side when it likes,
 *    | -- DATA, REMOTE_CLOSED | NO_DATA ----&gt; |      until the client has no more to say,
 *    | &lt;---- DATA, REMOTE_CLOSED | NO_DATA -- |      and the server; or a RESPONSE ends it
 * </pre>
 *
 * <p>A flag is said from the receiver's point of view: for him, the sender is the remote side.
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

  /** The sender says no more on this stream. */
  public static final byte REMOTE_CLOSED = 1;

  /** Of a request: the sender says more on this stream. */
  public static final byte REMOTE_OPEN = 2;

  /** Of data: there is no message in it, as opposed to one of no bytes. */
  public static final byte NO_DATA = 4;

  /** The request of a call, which opens the stream {@code streamId}. */
  public static Frame request(int streamId, Request request) {
    return request(streamId, request, (byte) 0);
  }

  /**
   * A request that opens the stream {@code streamId}.
   *
   * @param flags {@link #REMOTE_OPEN} or {@link #REMOTE_CLOSED} for a stream; 0 for a call
   */
  public static Frame request(int streamId, Request request, byte flags) {
    return new Frame(streamId, REQUEST, flags, request.encode());
  }

  /**
   * The response that ends the stream {@code streamId}. One that is too large to be sent becomes a
   * failure that says so, since whoever waits must be told something.
   */
  public static Frame response(int streamId, Response response) {
    byte[] data = response.encode();
    if (data.length > MAX_DATA) {
      Status status = new OversizedFrame(streamId, data.length, MAX_DATA).status();
      data = Response.failed(status).encode();
    }
    return new Frame(streamId, RESPONSE, (byte) 0, data);
  }

  /** A message on a stream. */
  public static Frame data(int streamId, byte[] message) {
    return new Frame(streamId, DATA, (byte) 0, message);
  }

  /** The end of what one side says on a stream. */
  public static Frame end(int streamId) {
    return new Frame(streamId, DATA, (byte) (REMOTE_CLOSED | NO_DATA), new byte[0]);
  }

  /** Whether a flag is set. */
  public boolean has(byte flag) {
    return (flags & flag) != 0;
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
