package dev.stevedore.dockerd.network.dns;

import dev.stevedore.dockerd.network.address.Addresses;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes questions on to the host's name servers, as they are, one server after the other. */
final class Forwarder {
  private static final int PORT = 53;
  private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
  private static final int PATIENCE_MILLIS = 4000;
  private static final int LARGEST = 65535;

  private Forwarder() {}

  /**
   * Asks the servers.
   *
   * @param stream whether by TCP
   * @return the first answer; nothing if none answers
   */
  static Optional<byte[]> ask(List<String> servers, byte[] query, boolean stream) {
    for (String server : servers) {
      Optional<InetAddress> address = Addresses.parse(server);
      if (address.isPresent()) {
        try {
          InetSocketAddress to = new InetSocketAddress(address.get(), PORT);
          return Optional.of(stream ? askByTcp(to, query) : askByUdp(to, query));
        } catch (IOException e) {
          // The next one may know.
          LOG.debug("name server {}: {}", server, e.getMessage());
        }
      }
    }
    return Optional.empty();
  }

  private static byte[] askByUdp(InetSocketAddress server, byte[] query) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(server);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.send(new DatagramPacket(query, query.length));
      DatagramPacket answer = new DatagramPacket(new byte[LARGEST], LARGEST);
      do {
        socket.receive(answer);
      } while (answer.getLength() < 2
          || answer.getData()[0] != query[0]
          || answer.getData()[1] != query[1]);
      return Arrays.copyOf(answer.getData(), answer.getLength());
    }
  }

  private static byte[] askByTcp(InetSocketAddress server, byte[] query) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(server, PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      OutputStream out = socket.getOutputStream();
      out.write(
          ByteBuffer.allocate(2 + query.length).putShort((short) query.length).put(query).array());
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] answer = new byte[in.readUnsignedShort()];
      in.readFully(answer);
      return answer;
    }
  }
}
