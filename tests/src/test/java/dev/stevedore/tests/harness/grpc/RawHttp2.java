package dev.stevedore.tests.harness.grpc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** A connection on which frames of HTTP/2 (RFC 9113) are written by hand. It reads if told to. */
public final class RawHttp2 implements AutoCloseable {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int WINDOW_UPDATE = 8;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int INITIAL_WINDOW_SIZE = 4;
  private static final int LARGEST_WINDOW = Integer.MAX_VALUE;
  private static final int LARGEST_FRAME = 16384;
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final SocketChannel channel;

  /** Connects, and sends nothing. */
  public RawHttp2(Path socket) {
    try {
      channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends bytes as they are. */
  public void send(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins as a client does; the server may send gigabytes that are not read. */
  public RawHttp2 begin() {
    send(PREFACE);
    frame(
        SETTINGS,
        0,
        0,
        ByteBuffer.allocate(6)
            .putShort((short) INITIAL_WINDOW_SIZE)
            .putInt(LARGEST_WINDOW)
            .array());
    frame(WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(LARGEST_WINDOW - 65535).array());
    return this;
  }

  private void frame(int type, int flags, int stream, byte[] payload) {
    send(
        ByteBuffer.allocate(9 + payload.length)
            .put((byte) (payload.length >> 16))
            .putShort((short) payload.length)
            .put((byte) type)
            .put((byte) flags)
            .putInt(stream)
            .put(payload)
            .array());
  }

  /**
   * Begins a call.
   *
   * @param stream an odd number, larger than those before
   */
  public void call(int stream, String method) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    header(block, ":method", "POST");
    header(block, ":scheme", "http");
    header(block, ":path", "/" + method);
    header(block, ":authority", "localhost");
    header(block, "te", "trailers");
    header(block, "content-type", "application/grpc");
    header(block, "containerd-namespace", "default");
    frame(HEADERS, END_HEADERS, stream, block.toByteArray());
  }

  /** A literal that is not indexed (RFC 7541, 6.2.2). */
  private static void header(ByteArrayOutputStream block, String name, String value) {
    block.write(0);
    for (String text : new String[] {name, value}) {
      block.write(text.length());
      block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Sends a whole request, and ends our side of the stream. */
  public void request(int stream, byte[] message) {
    begun(stream, message.length, message, message.length);
    frame(DATA, END_STREAM, stream, new byte[0]);
  }

  /**
   * Sends the beginning of a message.
   *
   * @param size how long the message is said to be
   * @param count how many bytes of it come
   */
  public void begun(int stream, int size, byte[] message, int count) {
    byte[] prefixed =
        ByteBuffer.allocate(5 + count).put((byte) 0).putInt(size).put(message, 0, count).array();
    for (int i = 0; i < prefixed.length; i += LARGEST_FRAME) {
      frame(
          DATA,
          0,
          stream,
          Arrays.copyOfRange(prefixed, i, Math.min(i + LARGEST_FRAME, prefixed.length)));
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
