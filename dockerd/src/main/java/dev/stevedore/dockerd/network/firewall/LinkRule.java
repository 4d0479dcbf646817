package dev.stevedore.dockerd.network.firewall;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * A port of a container that another one reaches, though the containers of its network do not reach
 * each other.
 *
 * @param client the other one
 * @param server whose port it is
 * @param protocol 6 TCP, 17 UDP, 132 SCTP
 * @param port the server's port
 */
public record LinkRule(InetAddress client, InetAddress server, int protocol, int port)
    implements Opening {
  /** Reads what {@link #toString} wrote. */
  public static LinkRule parse(String text) {
    String[] parts = text.split(" ", -1);
    return new LinkRule(
        InetAddress.ofLiteral(parts[0]),
        InetAddress.ofLiteral(parts[1]),
        Integer.parseInt(parts[2]),
        Integer.parseInt(parts[3]));
  }

  @Override
  public boolean isV6() {
    return server instanceof Inet6Address;
  }

  @Override
  public String toString() {
    return client.getHostAddress() + " " + server.getHostAddress() + " " + protocol + " " + port;
  }
}
