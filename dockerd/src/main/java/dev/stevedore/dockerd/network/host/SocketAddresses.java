package dev.stevedore.dockerd.network.host;

import dev.stevedore.lib.linux.Sockets;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Addresses as sockets have them: struct sockaddr_in is family, port, address; sockaddr_in6 is
 * family, port, flow, address, scope.
 */
public final class SocketAddresses {
  private SocketAddresses() {}

  /** AF_INET or AF_INET6. */
  public static int family(InetAddress address) {
    return address instanceof Inet6Address ? Sockets.AF_INET6 : Sockets.AF_INET;
  }

  /** The structure of an address and a port. */
  public static byte[] of(InetAddress address, int port) {
    byte[] raw = address.getAddress();
    boolean v6 = raw.length == 16;
    ByteBuffer bytes = ByteBuffer.allocate(v6 ? 28 : 16).order(ByteOrder.nativeOrder());
    bytes.putShort((short) family(address));
    bytes.order(ByteOrder.BIG_ENDIAN).putShort((short) port);
    return bytes.put(v6 ? 8 : 4, raw).array();
  }
}
