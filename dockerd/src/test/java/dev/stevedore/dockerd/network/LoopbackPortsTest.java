package dev.stevedore.dockerd.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.dockerd.network.config.FirewallConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ports that are published for the host alone; needs root. */
@NeedsRoot
class LoopbackPortsTest {
  private static final String SERVER =
      """
      import socket, sys
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      s.bind(('0.0.0.0', 53))
      print('ready', flush=True)
      while True:
          with open(sys.argv[1], 'ab') as f:
              f.write(s.recv(100))
      """;

  private static final String CLIENT =
      "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);"
          + " s.sendto(b'from %s.', ('127.0.0.2', 5353))";

  @RegisterExtension final Lab lab = new Lab();

  /** Other hosts can have a route to 127.0.0.2 that leads here. */
  @ParameterizedTest
  @EnumSource(names = {"NFTABLES", "IPTABLES_LEGACY", "IPTABLES_NFT"})
  void nobodyElseReachesThem(FirewallConfig.Backend backend) throws IOException {
    Path received = Files.createFile(lab.directory.resolve("received"));
    try (NetworkStack stack = lab.start(new FirewallConfig(backend, false, true, true))) {
      Path server =
          Lab.attach(
              stack,
              Lab.container(
                  "a",
                  "server",
                  "{'PortBindings':{'53/udp':[{'HostIp':'127.0.0.2','HostPort':'5353'}]}}"));
      lab.run(server, "python3", "-c", SERVER, received.toString());
      Lab.in(lab.outside, "ip", "route", "add", "127.0.0.2/32", "via", "192.0.2.1");
      Lab.in(lab.outside, "python3", "-c", CLIENT.formatted("outside"));
      Lab.in(lab.host, "python3", "-c", CLIENT.formatted("host"));
      Lab.await(() -> Files.readString(received).contains("host"));
      assertThat(received).hasContent("from host.");
      Lab.end(stack, "a");
    }
  }
}
