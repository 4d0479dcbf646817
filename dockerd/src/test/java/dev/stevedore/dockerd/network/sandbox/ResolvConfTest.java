package dev.stevedore.dockerd.network.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.dockerd.network.model.Resolver;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResolvConfTest {
  private static final ResolvConf HOST =
      ResolvConf.parse(
          """
          # a comment
          nameserver 127.0.0.53
          options edns0 trust-ad
          domain old.example
          search example.org example.net
          """);

  @Test
  void behindAnotherServerTheHostsOptionsStay() {
    assertThat(HOST.behind("127.0.0.11").text())
        .isEqualTo(
            """
            nameserver 127.0.0.11
            search example.org example.net
            options edns0 trust-ad ndots:0
            """);
  }

  @Test
  void whatTheUserChoseTakesTheirPlace() {
    assertThat(
            HOST.with(new Resolver(List.of(), List.of("."), List.of("ndots:2", "timeout:1")))
                .behind("127.0.0.11")
                .text())
        .isEqualTo("nameserver 127.0.0.11\noptions ndots:2 timeout:1\n");
  }

  @Test
  void dotsThatMakeNoSenseAreNone() {
    assertThat(ResolvConf.hasDots(List.of("ndots:", "ndots:-1", "ndotsy:1"))).isFalse();
    assertThat(ResolvConf.parse("options ndots:x").behind("127.0.0.11").options())
        .containsExactly("ndots:0");
    assertThat(ResolvConf.parse("options ndots:5").hasDots()).isTrue();
  }

  @Test
  void withoutServersThePublicOnesAreAsked() {
    assertThat(ResolvConf.EMPTY.orPublic()).containsExactly("8.8.8.8", "8.8.4.4");
    assertThat(HOST.orPublic()).containsExactly("127.0.0.53");
  }
}
