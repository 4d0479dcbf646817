package dev.stevedore.dockerd.network.firewall.iptables;

import dev.stevedore.dockerd.network.host.HostNetwork;
import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.Sockets;
import dev.stevedore.lib.linux.netlink.NetlinkSocket;
import dev.stevedore.lib.linux.netlink.nftables.Tables;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that rules have changed. If they are in nftables in truth, the kernel tells; of the old
 * tables it tells nothing, so they are asked for their sizes every other second, which is one
 * system call each. Only if something has changed is it looked at closely.
 */
final class IptablesWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IptablesWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  /** A change often comes in several parts: they are looked at together. */
  private static final Duration SETTLE = Duration.ofMillis(100);

  private static final int IPPROTO_RAW = 255;
  private static final int GET_INFO = 64;
  private static final int SOL_IP = 0;
  private static final int SOL_IPV6 = 41;
  private static final int INFO_SIZE = 84;

  /** Puts back what is missing; whether something was. */
  interface Repair {
    boolean run() throws IOException;
  }

  private final Repair repair;
  private final Runnable source;
  private volatile boolean closed;

  private IptablesWatch(Repair repair, Runnable source) {
    this.repair = repair;
    this.source = source;
  }

  static IptablesWatch start(HostNetwork host, boolean nft, Repair repair) throws IOException {
    if (nft) {
      NetlinkSocket socket = host.call(() -> NetlinkSocket.open(NetlinkSocket.NETLINK_NETFILTER));
      Tables.watch(socket);
      IptablesWatch watch = new IptablesWatch(repair, socket::close);
      Thread.ofPlatform().name("iptables-watch").daemon().start(() -> watch.listen(socket));
      return watch;
    }
    Fd v4 = host.call(() -> raw(Sockets.AF_INET));
    Fd v6 = host.call(() -> raw(Sockets.AF_INET6));
    // Whoever asks closes: a number that means another file by then must not be asked.
    IptablesWatch watch = new IptablesWatch(repair, () -> {});
    Thread.ofVirtual()
        .name("iptables-watch")
        .start(
            () -> {
              try (v4;
                  v6) {
                watch.ask(v4, v6);
              }
            });
    return watch;
  }

  private static Fd raw(int family) throws LinuxException {
    return Sockets.open(family, Sockets.SOCK_RAW, IPPROTO_RAW);
  }

  private void listen(NetlinkSocket socket) {
    while (!closed) {
      try {
        if (socket.receive().isEmpty()) {
          continue; // for some seconds, nothing happened
        }
      } catch (IOException e) {
        if (closed || !(e instanceof LinuxException lost) || lost.errno() != Errno.ENOBUFS) {
          if (!closed) {
            LOG.error("the firewall is no longer watched: {}", e.getMessage());
          }
          return;
        }
      }
      pause(SETTLE);
      check();
    }
  }

  private void ask(Fd v4, Fd v6) {
    List<String> before = List.of();
    while (true) {
      pause(INTERVAL);
      if (closed) {
        return;
      }
      List<String> now = new ArrayList<>();
      for (String table : List.of("raw", "nat", "filter", "security")) {
        now.add(size(v4, SOL_IP, table));
        now.add(size(v6, SOL_IPV6, table));
      }
      if (!now.equals(before)) {
        check();
      }
      before = now;
    }
  }

  /** struct ipt_getinfo: name, hooks, entries and underflows of each, their number, their bytes. */
  private static String size(Fd socket, int level, String table) {
    ByteBuffer info = ByteBuffer.allocate(INFO_SIZE);
    info.put(table.getBytes(StandardCharsets.US_ASCII));
    try {
      return Arrays.toString(Sockets.option(socket, level, GET_INFO, info.array()));
    } catch (LinuxException e) {
      return e.errno().toString(); // not there, as it may have been before
    }
  }

  private void check() {
    try {
      if (!closed && repair.run()) {
        LOG.info("rules were changed by another program, and are put back");
      }
    } catch (IOException e) {
      if (!closed) {
        LOG.error("cannot put the firewall's rules back: {}", e.getMessage());
      }
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    source.run();
  }
}
