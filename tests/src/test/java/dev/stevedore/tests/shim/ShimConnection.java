package dev.stevedore.tests.shim;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A client of a shim that writes ttrpc by hand, and so can do what no library does.
 *
 * <pre>
 *   length (4) stream (4) type (1) flags (1) data       1 is a request, 2 a response
 *   request: 1 service  2 method  3 payload { 1 id }  4 timeout in nanoseconds
 * </pre>
 */
final class ShimConnection implements AutoCloseable {
  private static final int HEADER = 10;

  private final SocketChannel socket;
  private final DataInputStream in;
  private int stream = -1;

  private ShimConnection(SocketChannel socket) {
    this.socket = socket;
    this.in = new DataInputStream(Channels.newInputStream(socket));
  }

  /** Connects to the shim of a task. */
  static ShimConnection open(Path bundle) throws IOException {
    String address = Files.readString(bundle.resolve("address")).replaceFirst("^unix://", "");
    return new ShimConnection(SocketChannel.open(UnixDomainSocketAddress.of(address)));
  }

  /** An answer: the stream of its request, and its bytes, with what text is in them. */
  record Answer(int stream, String text) {}

  /** Sends a request about a task; returns its stream. */
  int send(String method, String id, long timeoutNanos) throws IOException {
    ByteBuffer frame = frame(method, id, timeoutNanos);
    while (frame.hasRemaining()) {
      socket.write(frame);
    }
    return stream;
  }

  /** Sends requests without reading answers until none is taken for a second; says how many. */
  int flood(String method, String id, int most) throws IOException, InterruptedException {
    socket.configureBlocking(false);
    int sent = 0;
    ByteBuffer frame = frame(method, id, 0);
    for (int idle = 0; idle < 20 && sent < most; ) {
      if (socket.write(frame) == 0) {
        idle++;
        Thread.sleep(50);
      } else {
        idle = 0;
      }
      if (!frame.hasRemaining()) {
        sent++;
        frame = frame(method, id, 0);
      }
    }
    return sent;
  }

  /** Waits for the next answer. */
  Answer receive() throws IOException {
    int length = in.readInt();
    int answered = in.readInt();
    in.readShort();
    byte[] data = new byte[length];
    in.readFully(data);
    return new Answer(answered, new String(data, StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private ByteBuffer frame(String method, String id, long timeoutNanos) {
    stream += 2;
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    field(data, 1, "containerd.task.v2.Task".getBytes(StandardCharsets.UTF_8));
    field(data, 2, method.getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    field(payload, 1, id.getBytes(StandardCharsets.UTF_8));
    field(data, 3, payload.toByteArray());
    data.write(4 << 3);
    varint(data, timeoutNanos);
    ByteBuffer frame = ByteBuffer.allocate(HEADER + data.size());
    frame.putInt(data.size()).putInt(stream).put((byte) 1).put((byte) 0);
    return frame.put(data.toByteArray()).flip();
  }

  private static void field(ByteArrayOutputStream out, int number, byte[] value) {
    out.write(number << 3 | 2);
    varint(out, value.length);
    out.writeBytes(value);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
