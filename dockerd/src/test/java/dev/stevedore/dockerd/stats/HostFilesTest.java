package dev.stevedore.dockerd.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HostFilesTest {
  @Test
  void aHostsTimeIsThatOfAllStates() {
    HostUsage usage =
        HostUsage.parse(
            "cpu  1 2 3 4 5 6 7 8 9 10\ncpu0 1 2\ncpu1 1 2\nintr 5\n", "MemTotal:   2 kB\n");
    assertThat(usage).isEqualTo(new HostUsage(280_000_000L, 2, 2048));
  }

  @Test
  void linksButTheLoopbackAreCounted() {
    String dev =
        """
        Inter-|   Receive                                                |  Transmit
         face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets
            lo:      1       1    0    0    0     0          0         0        1       1 0 0 0 0 0 0
          eth0: 752      8    1    2    0     0          0         0       90       3 4 5 0 0 0 0
        """;
    assertThat(NetworkUsage.parse(dev).toString())
        .isEqualTo(
            "{\"eth0\":{\"rx_bytes\":752,\"rx_packets\":8,\"rx_errors\":1,\"rx_dropped\":2,"
                + "\"tx_bytes\":90,\"tx_packets\":3,\"tx_errors\":4,\"tx_dropped\":5}}");
  }
}
