package dev.stevedore.dockerd.listen;

import dev.stevedore.dockerd.config.DaemonConfig;
import dev.stevedore.dockerd.config.HostAddress;
import dev.stevedore.dockerd.config.TlsConfig;
import dev.stevedore.dockerd.http.ChannelListener;
import dev.stevedore.dockerd.http.Listener;
import dev.stevedore.dockerd.http.TlsListener;
import dev.stevedore.lib.daemon.Groups;
import dev.stevedore.lib.daemon.UnixSockets;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the sockets that a configuration asks for. */
public final class Listeners {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
  private static final int BACKLOG = 128;

  private Listeners() {}

  /**
   * Opens all of them, or none.
   *
   * @param environment where systemd says which sockets it passes
   * @throws IOException if one cannot be opened; the message names it
   */
  public static List<Listener> open(DaemonConfig config, Map<String, String> environment)
      throws IOException {
    List<Listener> opened = new ArrayList<>();
    try {
      for (HostAddress host : config.hosts()) {
        opened.add(open(host, config, environment));
        LOG.debug("Listener created for HTTP on {}", host);
      }
      return List.copyOf(opened);
    } catch (IOException e) {
      for (Listener listener : opened) {
        listener.close();
      }
      throw new IOException("failed to load listeners: " + e.getMessage(), e);
    }
  }

  private static Listener open(
      HostAddress host, DaemonConfig config, Map<String, String> environment) throws IOException {
    return switch (host) {
      case HostAddress.Unix(Path path) -> unix(path, config);
      case HostAddress.Tcp tcp -> tcp(tcp, config.tls());
      case HostAddress.Fd(String number) -> InheritedSocket.listener(number, environment);
    };
  }

  private static Listener unix(Path path, DaemonConfig config) throws IOException {
    try {
      ServerSocketChannel channel = UnixSockets.listen(path, "rw-rw----", group(path, config));
      return new ChannelListener(channel, path.toString(), Optional.of(path));
    } catch (IOException e) {
      throw new IOException("can't create unix socket " + path + ": " + e.getMessage(), e);
    }
  }

  private static Optional<Integer> group(Path path, DaemonConfig config) throws IOException {
    Optional<Integer> id = Groups.id(config.group());
    if (id.isEmpty() && !config.group().isEmpty()) {
      if (config.groupGiven()) {
        throw new IOException("group " + config.group() + " not found");
      }
      LOG.warn(
          "could not change group {} to {}: group {} not found",
          path,
          config.group(),
          config.group());
    }
    return id;
  }

  private static Listener tcp(HostAddress.Tcp tcp, Optional<TlsConfig> tls) throws IOException {
    InetSocketAddress address = new InetSocketAddress(tcp.host(), tcp.port());
    if (address.isUnresolved()) {
      throw new IOException("listen " + tcp + ": no such host");
    }
    if (tls.isEmpty() || !tls.get().verifyClients()) {
      LOG.warn("{} is served without --tlsverify: whoever can connect controls this machine", tcp);
    }
    try {
      if (tls.isPresent()) {
        return new TlsListener(TlsContexts.server(tls.get()), tls.get().verifyClients(), address);
      }
      ServerSocketChannel channel = ServerSocketChannel.open();
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(address, BACKLOG);
      return new ChannelListener(channel, address.toString(), Optional.empty());
    } catch (BindException e) {
      throw new IOException("listen " + tcp + ": bind: " + e.getMessage(), e);
    }
  }
}
