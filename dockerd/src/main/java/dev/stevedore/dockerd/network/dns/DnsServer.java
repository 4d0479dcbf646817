package dev.stevedore.dockerd.network.dns;

import dev.stevedore.lib.linux.netlink.NetlinkSocket;
import dev.stevedore.lib.linux.netlink.nftables.Chain;
import dev.stevedore.lib.linux.netlink.nftables.Family;
import dev.stevedore.lib.linux.netlink.nftables.Hook;
import dev.stevedore.lib.linux.netlink.nftables.Rule;
import dev.stevedore.lib.linux.netlink.nftables.Table;
import dev.stevedore.lib.linux.netlink.nftables.Transaction;
import dev.stevedore.lib.linux.netlink.route.InterfaceAddress;
import dev.stevedore.lib.linux.netns.NetworkNamespace;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** One container's name server. */
public final class DnsServer implements AutoCloseable {
  /** Where containers find it. */
  public static final String ADDRESS = "127.0.0.11";

  private static final Logger LOG = LoggerFactory.getLogger(DnsServer.class);
  private static final int PORT = 53;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int LARGEST = 65535;
  private static final Table TABLE = new Table(Family.IPV4, "stevedore-dns");
  private static final Chain OUTPUT =
      Chain.nat(TABLE, "output", Hook.OUTPUT, Chain.PRIORITY_DSTNAT);
  private static final InterfaceAddress SELF = InterfaceAddress.parse(ADDRESS + "/32");

  private record Sockets(DatagramChannel udp, ServerSocketChannel tcp, NetlinkSocket filter) {}

  private final Names names;
  private final Answers answers;
  private final DatagramChannel udp;
  private final ServerSocketChannel tcp;

  /**
   * Starts to serve.
   *
   * @param namespace the container's, whose loopback is up
   */
  public DnsServer(NetworkNamespace namespace, Names names) throws IOException {
    this.names = names;
    this.answers = new Answers(names);
    Sockets sockets = namespace.call(DnsServer::open);
    udp = sockets.udp;
    tcp = sockets.tcp;
    try (NetlinkSocket filter = sockets.filter) {
      redirect(filter);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
    Thread.ofVirtual().name("dns-udp").start(this::serveUdp);
    Thread.ofVirtual().name("dns-tcp").start(this::serveTcp);
  }

  private static Sockets open() throws IOException {
    DatagramChannel udp = DatagramChannel.open(StandardProtocolFamily.INET);
    ServerSocketChannel tcp = ServerSocketChannel.open(StandardProtocolFamily.INET);
    try {
      udp.bind(new InetSocketAddress(SELF.address(), 0));
      tcp.bind(new InetSocketAddress(SELF.address(), 0));
      return new Sockets(udp, tcp, NetlinkSocket.open(NetlinkSocket.NETLINK_NETFILTER));
    } catch (IOException | RuntimeException e) {
      udp.close();
      tcp.close();
      throw e;
    }
  }

  private void redirect(NetlinkSocket filter) throws IOException {
    new Transaction()
        .add(TABLE)
        .add(OUTPUT)
        .flush(OUTPUT)
        .add(OUTPUT, rule(UDP, port(udp.getLocalAddress())))
        .add(OUTPUT, rule(TCP, port(tcp.getLocalAddress())))
        .commit(filter);
  }

  private static Rule rule(int protocol, int port) {
    return new Rule("").to(SELF).protocol(protocol).toPort(PORT).destination(SELF, port);
  }

  private static int port(SocketAddress address) {
    return ((InetSocketAddress) address).getPort();
  }

  private void serveUdp() {
    ByteBuffer buffer = ByteBuffer.allocate(LARGEST);
    while (udp.isOpen()) {
      try {
        buffer.clear();
        SocketAddress client = udp.receive(buffer);
        byte[] query = new byte[buffer.flip().remaining()];
        buffer.get(query);
        answerUdp(query, client);
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.debug("a question by UDP: {}", e.getMessage());
      }
    }
  }

  private void answerUdp(byte[] bytes, SocketAddress client) throws IOException {
    Message query = new Message(bytes);
    var own = answers.answer(query);
    if (own.isPresent()) {
      udp.send(ByteBuffer.wrap(own.get().toWire(Answers.limit(query))), client);
      return;
    }
    Thread.ofVirtual()
        .name("dns-forward")
        .start(
            () -> {
              try {
                udp.send(ByteBuffer.wrap(forward(query, bytes, false)), client);
              } catch (IOException e) {
                LOG.debug("an answer by UDP: {}", e.getMessage());
              }
            });
  }

  private byte[] forward(Message query, byte[] bytes, boolean stream) {
    return Forwarder.ask(names.upstream(), bytes, stream)
        .orElseGet(
            () ->
                Answers.reply(query, names.upstream().isEmpty() ? Rcode.NXDOMAIN : Rcode.SERVFAIL)
                    .toWire());
  }

  private void serveTcp() {
    while (tcp.isOpen()) {
      try {
        SocketChannel client = tcp.accept();
        Thread.ofVirtual().name("dns-client").start(() -> answerTcp(client));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.debug("a question by TCP: {}", e.getMessage());
      }
    }
  }

  private void answerTcp(SocketChannel client) {
    try (client) {
      DataInputStream in = new DataInputStream(Channels.newInputStream(client));
      while (true) {
        byte[] bytes = new byte[in.readUnsignedShort()];
        in.readFully(bytes);
        Message query = new Message(bytes);
        byte[] answer =
            answers.answer(query).map(Message::toWire).orElseGet(() -> forward(query, bytes, true));
        ByteBuffer out = ByteBuffer.allocate(2 + answer.length);
        out.putShort((short) answer.length).put(answer).flip();
        while (out.hasRemaining()) {
          client.write(out);
        }
      }
    } catch (EOFException e) {
      LOG.trace("a client is done");
    } catch (IOException e) {
      LOG.debug("a question by TCP: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    try {
      udp.close();
      tcp.close();
    } catch (IOException e) {
      LOG.debug("close: {}", e.getMessage());
    }
  }
}
