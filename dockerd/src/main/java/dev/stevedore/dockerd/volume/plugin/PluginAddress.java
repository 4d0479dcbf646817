package dev.stevedore.dockerd.volume.plugin;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Locale;

/**
 * Where a plugin serves.
 *
 * @param host for the request's header
 */
record PluginAddress(SocketAddress address, String host) {
  /** What the header says where there is no name. */
  private static final String NO_NAME = "plugin.moby.localhost";

  private static final int HTTP = 80;

  static PluginAddress unix(String path) {
    return new PluginAddress(UnixDomainSocketAddress.of(path), NO_NAME);
  }

  /**
   * Reads {@code unix:///path} or {@code tcp://host:port}.
   *
   * @throws IOException if it is something else
   */
  static PluginAddress parse(String text) throws IOException {
    URI uri;
    try {
      uri = URI.create(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IOException("invalid address of a plugin: " + text, e);
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String host = uri.getHost() == null ? "" : uri.getHost();
    return switch (scheme) {
      case "unix" -> unix(host.isEmpty() ? uri.getPath() : host + uri.getPath());
      case "tcp", "http" -> {
        int port = uri.getPort() < 0 ? HTTP : uri.getPort();
        yield new PluginAddress(new InetSocketAddress(host, port), host + ":" + port);
      }
      case "" -> throw new IOException("Unknown protocol");
      default -> throw new IOException("plugins at " + scheme + ":// are not supported");
    };
  }

  SocketChannel connect() throws IOException {
    SocketChannel channel =
        address instanceof UnixDomainSocketAddress
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open();
    try {
      channel.connect(address);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw new IOException("dial " + address + ": " + e.getMessage(), e);
    }
  }
}
