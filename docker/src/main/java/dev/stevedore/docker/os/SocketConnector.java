package dev.stevedore.docker.os;

import dev.stevedore.docker.engine.Connector;
import dev.stevedore.docker.engine.Endpoint;
import dev.stevedore.docker.http.ByteStream;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Sockets;
import java.io.IOException;
import java.util.Optional;

/** Connects by unix sockets, and by TCP to IPv4 addresses and the names in /etc/hosts. */
final class SocketConnector implements Connector {
  private static final int OCTETS = 4;

  @Override
  public ByteStream connect(Endpoint endpoint) throws IOException {
    try {
      return switch (endpoint) {
        case Endpoint.Unix(String path) -> new FdStream(Sockets.connect(path));
        case Endpoint.Tcp(String host, int port) ->
            new FdStream(Sockets.connect(address(host), port));
      };
    } catch (PosixException e) {
      if (e.is(Errno.ENOENT) || e.is(Errno.ECONNREFUSED)) {
        throw new NoDaemonException(String.valueOf(e.getMessage()));
      }
      throw new IOException("connect: " + e.errno().message(), e);
    }
  }

  private static byte[] address(String host) throws IOException {
    Optional<byte[]> literal = ipv4(host);
    if (literal.isPresent()) {
      return literal.get();
    }
    for (String line : Files.readText("/etc/hosts").split("\n")) {
      int comment = line.indexOf('#');
      String[] words = (comment < 0 ? line : line.substring(0, comment)).trim().split("\\s+");
      for (int i = 1; i < words.length; i++) {
        Optional<byte[]> address = words[i].equals(host) ? ipv4(words[0]) : Optional.empty();
        if (address.isPresent()) {
          return address.get();
        }
      }
    }
    throw new IOException(
        "lookup "
            + host
            + ": not an IPv4 address, and not in /etc/hosts (this client asks no DNS)");
  }

  private static Optional<byte[]> ipv4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != OCTETS) {
      return Optional.empty();
    }
    byte[] address = new byte[OCTETS];
    for (int i = 0; i < OCTETS; i++) {
      try {
        int octet = Integer.parseInt(parts[i]);
        if (octet < 0 || octet > 255) {
          return Optional.empty();
        }
        address[i] = (byte) octet;
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
    return Optional.of(address);
  }
}
