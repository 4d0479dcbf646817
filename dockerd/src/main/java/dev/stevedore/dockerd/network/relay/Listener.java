package dev.stevedore.dockerd.network.relay;

import dev.stevedore.dockerd.network.host.SocketAddresses;
import dev.stevedore.lib.linux.Fd;
import java.net.InetAddress;

/**
 * A published port that is relayed.
 *
 * @param key unique among all that the relay waits for
 * @param socket holds the port; whoever published it closes it
 * @param datagrams whether it is of UDP; else of TCP
 * @param container where it leads
 * @param port the container's port
 */
record Listener(long key, Fd socket, boolean datagrams, InetAddress container, int port) {
  /** The container's address, for connect(2). */
  byte[] target() {
    return SocketAddresses.of(container, port);
  }

  /** The address family of the container's address. */
  int family() {
    return SocketAddresses.family(container);
  }

  @Override
  public String toString() {
    return container.getHostAddress() + ":" + port;
  }
}
