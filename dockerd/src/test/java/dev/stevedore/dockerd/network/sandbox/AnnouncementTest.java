package dev.stevedore.dockerd.network.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.lib.linux.netlink.route.MacAddress;
import java.net.InetAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class AnnouncementTest {
  private static final MacAddress MAC = new MacAddress("02:00:00:00:00:aa");

  private static String frame(String address) {
    return HexFormat.of().formatHex(Announcement.of(InetAddress.ofLiteral(address), MAC));
  }

  @Test
  void anAddressOfVersion4AsksForItself() {
    assertThat(frame("10.9.0.2"))
        .isEqualTo(
            "ffffffffffff"
                + "0200000000aa"
                + "0806"
                + "0001"
                + "0800"
                + "06"
                + "04"
                + "0001"
                + "0200000000aa"
                + "0a090002"
                + "000000000000"
                + "0a090002");
  }

  @Test
  void anAddressOfVersion6IsAdvertised() {
    String own = "fd000009000000000000000000000002";
    assertThat(frame("fd00:9::2"))
        .startsWith(
            "333300000001"
                + "0200000000aa"
                + "86dd"
                + "60000000"
                + "0020"
                + "3a"
                + "ff"
                + own
                + "ff020000000000000000000000000001"
                + "8800")
        .endsWith("20000000" + own + "0201" + "0200000000aa");
  }
}
