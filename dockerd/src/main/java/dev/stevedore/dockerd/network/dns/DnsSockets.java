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
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;

/** A name server's sockets inside a container's namespace, and the rules that lead to them. */
record DnsSockets(DatagramChannel udp, ServerSocketChannel tcp) implements AutoCloseable {
  /** Where programs ask. */
  private static final int PORT = 53;

  /**
   * Where the sockets are, if the container leaves it free: always the same, so that after a
   * restart of the daemon a program that keeps its socket finds the server where the kernel
   * remembers it for that socket. It is above the ports that the kernel gives out by itself.
   */
  private static final int PREFERRED = 61_011;

  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final Table TABLE = new Table(Family.IPV4, "stevedore-dns");
  private static final Chain OUTPUT =
      Chain.nat(TABLE, "output", Hook.OUTPUT, Chain.PRIORITY_DSTNAT);
  private static final InterfaceAddress SELF = InterfaceAddress.parse(DnsServer.ADDRESS + "/32");

  /** Opens them. */
  static DnsSockets open(NetworkNamespace namespace) throws IOException {
    record Opened(DnsSockets sockets, NetlinkSocket filter) {}
    Opened opened =
        namespace.call(
            () -> {
              DnsSockets sockets = bind();
              try {
                return new Opened(sockets, NetlinkSocket.open(NetlinkSocket.NETLINK_NETFILTER));
              } catch (IOException | RuntimeException e) {
                sockets.close();
                throw e;
              }
            });
    try (NetlinkSocket filter = opened.filter) {
      opened.sockets.redirect(filter);
      return opened.sockets;
    } catch (IOException | RuntimeException e) {
      opened.sockets.close();
      throw e;
    }
  }

  private static DnsSockets bind() throws IOException {
    DnsSockets sockets =
        new DnsSockets(
            DatagramChannel.open(StandardProtocolFamily.INET),
            ServerSocketChannel.open(StandardProtocolFamily.INET));
    try {
      try {
        sockets.udp.bind(new InetSocketAddress(SELF.address(), PREFERRED));
      } catch (BindException e) {
        sockets.udp.bind(new InetSocketAddress(SELF.address(), 0));
      }
      try {
        sockets.tcp.bind(new InetSocketAddress(SELF.address(), PREFERRED));
      } catch (BindException e) {
        sockets.tcp.bind(new InetSocketAddress(SELF.address(), 0));
      }
      return sockets;
    } catch (IOException | RuntimeException e) {
      sockets.close();
      throw e;
    }
  }

  /** All at once: while it is done, a question is answered by the old server or the new one. */
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

  @Override
  public void close() throws IOException {
    try (udp) {
      tcp.close();
    }
  }
}
