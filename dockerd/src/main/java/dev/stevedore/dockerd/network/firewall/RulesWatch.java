package dev.stevedore.dockerd.network.firewall;

import dev.stevedore.dockerd.network.host.HostNetwork;
import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.netlink.Message;
import dev.stevedore.lib.linux.netlink.NetlinkSocket;
import dev.stevedore.lib.linux.netlink.nftables.Tables;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears from the kernel when rules in nftables change. */
public final class RulesWatch implements Watch {
  private static final Logger LOG = LoggerFactory.getLogger(RulesWatch.class);

  private final NetlinkSocket socket;
  private final Predicate<Message> concerns;
  private final Runnable touched;
  private volatile boolean closed;

  /**
   * Starts to watch, on a thread of its own that sleeps until rules change.
   *
   * @param concerns which changes matter
   * @param touched run after such a change, or when some were not told
   */
  public RulesWatch(HostNetwork host, Predicate<Message> concerns, Runnable touched)
      throws IOException {
    this.concerns = concerns;
    this.touched = touched;
    this.socket = host.call(() -> NetlinkSocket.open(NetlinkSocket.NETLINK_NETFILTER));
    Tables.watch(socket);
    Thread.ofPlatform().name("firewall-watch").daemon().start(this::run);
  }

  private void run() {
    while (!closed) {
      try {
        List<Message> messages = socket.receive(); // empty when nothing happens for some seconds
        if (messages.stream().anyMatch(concerns)) {
          touched.run();
        }
      } catch (IOException e) {
        if (closed) {
          return;
        }
        if (!(e instanceof LinuxException lost) || lost.errno() != Errno.ENOBUFS) {
          LOG.error("the firewall is no longer watched: {}", e.getMessage());
          return;
        }
        // So much changed that some of it was not told: ours may have been among it.
        touched.run();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    socket.close();
  }
}
