package dev.stevedore.dockerd.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;

/** Where the daemon listens: a value of {@code -H}. */
public sealed interface HostAddress {
  /** Where it listens if nothing else is said. */
  Path DEFAULT_SOCKET = Path.of("/run/stevedore/docker.sock");

  /** A unix socket's file. */
  record Unix(Path path) implements HostAddress {
    @Override
    public String toString() {
      return "unix://" + path;
    }
  }

  /** A TCP port. */
  record Tcp(String host, int port) implements HostAddress {
    /**
     * Returns whether only processes of this machine can connect; a name that does not resolve is
     * not.
     */
    public boolean isLoopback() {
      try {
        return InetAddress.getByName(host).isLoopbackAddress();
      } catch (UnknownHostException e) {
        return false;
      }
    }

    @Override
    public String toString() {
      return "tcp://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /**
   * A listening socket that systemd opened; empty or {@code *} for whichever there is, or its
   * number.
   */
  record Fd(String number) implements HostAddress {
    @Override
    public String toString() {
      return "fd://" + number;
    }
  }

  /**
   * Reads an address. Without {@code PROTO://} it is tcp; without the rest, the protocol's default:
   * the default socket, localhost, port 2375, or 2376 with TLS.
   *
   * @throws ConfigException with Docker's text if it is none
   */
  static HostAddress parse(String text, boolean tls) throws ConfigException {
    String address = text.strip();
    if (address.isEmpty()) {
      return tls ? new Tcp("localhost", 2376) : new Unix(DEFAULT_SOCKET);
    }
    int mark = address.indexOf("://");
    String protocol = mark < 0 ? "tcp" : address.substring(0, mark);
    String rest = mark < 0 ? address : address.substring(mark + 3);
    if (rest.contains("://")) {
      throw new ConfigException("invalid proto, expected " + protocol + ": " + rest);
    }
    return switch (protocol) {
      case "unix" -> new Unix(rest.isEmpty() ? DEFAULT_SOCKET : Path.of(rest));
      case "tcp" -> tcp(rest, text, tls ? 2376 : 2375);
      case "fd" -> new Fd(rest);
      default -> throw new ConfigException("invalid bind address format: " + text);
    };
  }

  private static Tcp tcp(String rest, String text, int defaultPort) throws ConfigException {
    if (rest.isEmpty()) {
      return new Tcp("localhost", defaultPort);
    }
    // A host may be left out: ":2375" is that port on all addresses of localhost.
    String authority = rest.startsWith(":") ? "localhost" + rest : rest;
    try {
      URI uri = new URI("tcp://" + authority);
      if (uri.getHost() == null || !uri.getPath().isEmpty() || uri.getQuery() != null) {
        throw new ConfigException("invalid bind address format: " + text);
      }
      String host = uri.getHost();
      String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
      int port = uri.getPort() < 0 ? defaultPort : uri.getPort();
      if (port == 0 || port > 65535) {
        throw new ConfigException("invalid bind address format: " + text);
      }
      return new Tcp(bare, port);
    } catch (URISyntaxException e) {
      throw new ConfigException("invalid bind address format: " + text, e);
    }
  }
}
