package dev.stevedore.shim.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SocketAddressTest {
  @Test
  void digestsAreThoseOfTheJdk() throws NoSuchAlgorithmException {
    Random random = new Random(256);
    for (int length = 0; length < 300; length++) {
      byte[] message = new byte[length];
      random.nextBytes(message);
      byte[] expected = MessageDigest.getInstance("SHA-256").digest(message);
      assertThat(Sha256.hex(message)).isEqualTo(HexFormat.of().formatHex(expected));
    }
  }

  @Test
  void addressIsContainerdsOwn() {
    String name = "/run/containerd/containerd.sock/moby/abc";
    String digest = Sha256.hex(name.getBytes(StandardCharsets.UTF_8));

    SocketAddress address = SocketAddress.of("/run/containerd//containerd.sock", "moby", "abc");

    assertThat(address.url()).isEqualTo("unix:///run/containerd/s/" + digest);
    assertThat(address.directory()).isEqualTo("/run/containerd/s");
  }

  @Test
  void anotherContainerdHasAnotherAddress() {
    assertThat(SocketAddress.of("/run/a.sock", "moby", "abc"))
        .isNotEqualTo(SocketAddress.of("/run/b.sock", "moby", "abc"));
  }

  @Test
  void readsPathsAndUrls() {
    assertThat(SocketAddress.parse("unix:///run/x").path()).isEqualTo("/run/x");
    assertThat(SocketAddress.parse("/run/x").url()).isEqualTo("unix:///run/x");
  }
}
