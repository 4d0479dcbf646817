package dev.stevedore.dockerd.network.dns;

import dev.stevedore.lib.linux.netns.InThread;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * One question to one server, by a socket of its own: its port is another each time, so nobody can
 * guess where to send a false answer. Closing it ends the wait.
 */
final class Exchange implements Closeable {
  /** Makes a socket in the network namespace where it shall be. */
  @FunctionalInterface
  interface Place {
    NetworkChannel call(InThread.Work<NetworkChannel> work) throws IOException;
  }

  /** The longest answer by UDP that is passed on; longer ones are left to TCP. */
  private static final int DATAGRAM = 8192;

  private final InetSocketAddress server;
  private final NetworkChannel channel;

  private Exchange(InetSocketAddress server, NetworkChannel channel) {
    this.server = server;
    this.channel = channel;
  }

  /**
   * Makes the socket.
   *
   * @param stream whether by TCP
   */
  static Exchange open(InetSocketAddress server, boolean stream, Place place) throws IOException {
    StandardProtocolFamily family =
        server.getAddress() instanceof Inet4Address
            ? StandardProtocolFamily.INET
            : StandardProtocolFamily.INET6;
    return new Exchange(
        server,
        place.call(() -> stream ? SocketChannel.open(family) : DatagramChannel.open(family)));
  }

  /**
   * Asks, and waits for the answer.
   *
   * @throws IOException if there is none in time
   */
  byte[] ask(Query query, int millis) throws IOException {
    return switch (channel) {
      case DatagramChannel datagrams -> ask(datagrams, query, millis);
      case SocketChannel stream -> ask(stream, query, millis);
      default -> throw new IllegalStateException("a socket of another kind: " + channel);
    };
  }

  private byte[] ask(DatagramChannel datagrams, Query query, int millis) throws IOException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    datagrams.connect(server);
    datagrams.write(ByteBuffer.wrap(query.bytes()));
    DatagramPacket packet = new DatagramPacket(new byte[DATAGRAM], DATAGRAM);
    do {
      packet.setLength(DATAGRAM);
      datagrams.socket().setSoTimeout(left(end));
      datagrams.socket().receive(packet);
    } while (!query.isAnsweredBy(packet.getData(), packet.getLength()));
    return packet.getLength() == DATAGRAM
        ? Reply.truncated(query)
        : Arrays.copyOf(packet.getData(), packet.getLength());
  }

  private byte[] ask(SocketChannel stream, Query query, int millis) throws IOException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    Socket socket = stream.socket();
    socket.connect(server, millis);
    int length = query.bytes().length;
    ByteBuffer out =
        ByteBuffer.allocate(2 + length).putShort((short) length).put(query.bytes()).flip();
    while (out.hasRemaining()) {
      stream.write(out);
    }
    DataInputStream in = new DataInputStream(socket.getInputStream());
    socket.setSoTimeout(left(end));
    byte[] answer = new byte[in.readUnsignedShort()];
    socket.setSoTimeout(left(end));
    in.readFully(answer);
    if (!query.isAnsweredBy(answer, answer.length)) {
      throw new IOException(server + " answered another question");
    }
    return answer;
  }

  private static int left(long end) throws SocketTimeoutException {
    long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    if (millis <= 0) {
      throw new SocketTimeoutException("no answer in time");
    }
    return (int) millis;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
