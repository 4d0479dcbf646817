package dev.stevedore.dockerd.network.firewall.iptables;

import dev.stevedore.dockerd.network.firewall.Watch;
import dev.stevedore.dockerd.network.host.HostNetwork;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.Sockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Notices that the old tables have changed, of which the kernel tells nothing: they are asked for
 * their sizes every other second, which is one system call each. Only if something has changed is
 * it looked at closely.
 */
final class LegacyWatch implements Watch {
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final int IPPROTO_RAW = 255;
  private static final int GET_INFO = 64;
  private static final int SOL_IP = 0;
  private static final int SOL_IPV6 = 41;
  private static final int INFO_SIZE = 84;

  private volatile boolean closed;

  private LegacyWatch() {}

  /**
   * Starts to watch.
   *
   * @param touched run after a change
   */
  static LegacyWatch start(HostNetwork host, Runnable touched) throws IOException {
    Fd v4 = host.call(() -> raw(Sockets.AF_INET));
    Fd v6 = host.call(() -> raw(Sockets.AF_INET6));
    LegacyWatch watch = new LegacyWatch();
    // Whoever asks closes: a number that means another file by then must not be asked.
    Thread.ofVirtual()
        .name("iptables-watch")
        .start(
            () -> {
              try (v4;
                  v6) {
                watch.ask(v4, v6, touched);
              }
            });
    return watch;
  }

  private static Fd raw(int family) throws LinuxException {
    return Sockets.open(family, Sockets.SOCK_RAW, IPPROTO_RAW);
  }

  private void ask(Fd v4, Fd v6, Runnable touched) {
    List<String> before = List.of();
    while (pause() && !closed) {
      List<String> now = new ArrayList<>();
      for (String table : List.of("raw", "nat", "filter", "security")) {
        now.add(size(v4, SOL_IP, table));
        now.add(size(v6, SOL_IPV6, table));
      }
      if (!now.equals(before)) {
        touched.run();
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

  private static boolean pause() {
    try {
      Thread.sleep(INTERVAL);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
