package dev.stevedore.dockerd.network.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostsFileTest {
  private static String text(String hostname, String domainname, boolean ipv6) {
    return HostsFile.text(
        hostname,
        domainname,
        List.of("10.9.0.2", "fd00:9::2"),
        List.of("db:10.0.0.1", "db6=fd00::1", "host:host-gateway"),
        List.of("172.17.0.1", "fd00::1"),
        List.of("10.9.0.3\tother", "fd00:9::3\tother"),
        ipv6);
  }

  @Test
  void whereIpv6IsOffNobodyIsFoundByIt() {
    assertThat(text("web", "", true))
        .contains("::1\tlocalhost", "fd00:9::2\tweb\n", "fd00::1\tdb6");
    assertThat(text("web", "", false))
        .isEqualTo(
            """
            127.0.0.1\tlocalhost
            10.0.0.1\tdb
            172.17.0.1\thost
            10.9.0.2\tweb
            10.9.0.3\tother
            """);
  }

  @Test
  void aFullNameIsThereInShortToo() {
    assertThat(text("web", "example.org", true)).contains("10.9.0.2\tweb.example.org web\n");
    assertThat(text("web.example.org", "", true)).contains("10.9.0.2\tweb.example.org web\n");
  }
}
