package dev.stevedore.dockerd.listen;

import dev.stevedore.dockerd.http.ChannelListener;
import dev.stevedore.dockerd.http.Listener;
import dev.stevedore.lib.linux.Descriptors;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.Optional;

/**
 * Socket activation, sd_listen_fds(3): systemd listens, and passes the socket when it starts us.
 *
 * <pre>
 *   LISTEN_PID=our pid   LISTEN_FDS=n   descriptors 3 .. 3+n-1
 * </pre>
 *
 * The JDK takes over one listening socket only, and from descriptor 0 (System.inheritedChannel,
 * made for inetd), so the socket is moved there; more than one is refused.
 */
final class InheritedSocket {
  private static final int FIRST = 3;

  private InheritedSocket() {}

  /**
   * Takes over the socket.
   *
   * @param number which one, as in {@code fd://3}; empty or {@code *} for the only one
   */
  static Listener listener(String number, Map<String, String> environment) throws IOException {
    int count = count(environment);
    int fd = FIRST;
    if (!number.isEmpty() && !number.equals("*")) {
      if (!number.matches("[0-9]{1,4}")) {
        throw new IOException("failed to parse systemd fd address: should be a number: " + number);
      }
      fd = Integer.parseInt(number);
      if (fd < FIRST || fd >= FIRST + count) {
        throw new IOException("too few socket activated files passed in by systemd");
      }
    } else if (count > 1) {
      throw new IOException(
          "systemd passed %d sockets, and one can be served: name it, as in fd://3"
              .formatted(count));
    }
    Descriptors.move(fd, 0);
    if (System.inheritedChannel() instanceof ServerSocketChannel channel) {
      return new ChannelListener(channel, "fd://" + fd, Optional.empty());
    }
    throw new IOException(
        "failed to listen on systemd activated file: fd " + fd + " is no listening socket");
  }

  private static int count(Map<String, String> environment) throws IOException {
    String pid = Long.toString(ProcessHandle.current().pid());
    String count = environment.getOrDefault("LISTEN_FDS", "");
    if (!pid.equals(environment.get("LISTEN_PID")) || !count.matches("[1-9][0-9]{0,3}")) {
      throw new IOException(
          "no sockets found via socket activation: make sure the service was started by systemd");
    }
    return Integer.parseInt(count);
  }
}
