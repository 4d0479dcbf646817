package dev.stevedore.dockerd.network.firewall;

import dev.stevedore.dockerd.network.host.HostNetwork;
import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.netlink.Message;
import dev.stevedore.lib.linux.netlink.NetlinkSocket;
import dev.stevedore.lib.linux.netlink.nftables.Tables;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts our table back when the host's firewall is loaded anew and took it away. */
final class FirewallWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FirewallWatch.class);

  private final NftFirewall firewall;
  private final NetlinkSocket socket;
  private volatile boolean closed;

  /** Starts to watch, on a thread of its own that sleeps until rules change. */
  FirewallWatch(HostNetwork host, NftFirewall firewall) throws IOException {
    this.firewall = firewall;
    this.socket = host.call(() -> NetlinkSocket.open(NetlinkSocket.NETLINK_NETFILTER));
    Tables.watch(socket);
    Thread.ofPlatform().name("firewall-watch").daemon().start(this::run);
  }

  private void run() {
    while (!closed) {
      try {
        List<Message> messages = socket.receive();
        if (messages.stream().anyMatch(firewall::isTouchedBy)) {
          restore();
        }
      } catch (LinuxException e) {
        if (closed) {
          return;
        }
        if (e.errno() == Errno.ENOBUFS) {
          // So much changed that some of it was not told: ours may have been among it.
          restore();
        } else {
          LOG.error("the firewall is no longer watched: {}", e.getMessage());
          return;
        }
      } catch (IOException e) {
        LOG.error("the firewall is no longer watched: {}", e.getMessage());
        return;
      }
    }
  }

  private void restore() {
    try {
      firewall.install();
      LOG.info("table {} was changed by another program, and is put back", firewall.table());
    } catch (IOException e) {
      LOG.error("cannot put the firewall's table back: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    closed = true;
    socket.close();
  }
}
