package dev.stevedore.dockerd.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.dockerd.network.config.DefaultBridge;
import dev.stevedore.dockerd.network.config.FirewallConfig;
import dev.stevedore.dockerd.network.config.NetworkDefaults;
import dev.stevedore.dockerd.network.model.ContainerFacts;
import dev.stevedore.dockerd.network.model.Resolver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Links of the old style where containers do not reach each other; needs root. */
@NeedsRoot
class LinkPortsTest {
  private static final NetworkDefaults APART =
      new NetworkDefaults(
          new DefaultBridge(
              Optional.empty(),
              DefaultBridge.Plan.OPEN,
              DefaultBridge.Plan.OPEN,
              false,
              false,
              true,
              1500,
              DefaultBridge.EVERYWHERE),
          List.of(),
          Map.of(),
          List.of(),
          Resolver.NOTHING_SAID,
          false);

  private static final ContainerFacts SERVER = Lab.container("a", "server", "{}");
  private static final ContainerFacts OTHER = Lab.container("b", "other", "{}");
  private static final ContainerFacts CLIENT =
      Lab.container("c", "client", "{'Links':['" + SERVER.id() + ":data']}");

  @RegisterExtension final Lab lab = new Lab();

  @ParameterizedTest
  @EnumSource(names = {"NFTABLES", "IPTABLES_LEGACY"})
  void whatIsExposedIsOpenToWhoHasALink(FirewallConfig.Backend backend) throws IOException {
    FirewallConfig config = new FirewallConfig(backend, false, true, true);
    try (NetworkStack stack = lab.start(APART, config)) {
      Path server = Lab.attach(stack, SERVER);
      Path other = Lab.attach(stack, OTHER);
      Path client = Lab.attach(stack, CLIENT);
      lab.serve(server, 80);
      lab.serve(server, 81);
      lab.serve(client, 80);
      assertThat(Lab.curl(client, "http://172.17.0.2")).isEqualTo("from 172.17.0.4.");
      Lab.assertUnreachable(client, "http://172.17.0.2:81");
      Lab.assertUnreachable(other, "http://172.17.0.2");
      Lab.assertUnreachable(server, "http://172.17.0.4");
    }
    // The next daemon knows, too, before it has heard of any container.
    try (NetworkStack stack = lab.start(APART, config)) {
      assertThat(Lab.curl(namespaceOfClient(stack), "http://172.17.0.2"))
          .isEqualTo("from 172.17.0.4.");
      List<ContainerFacts> all = List.of(SERVER, OTHER, CLIENT);
      stack.containers().reconcile(all, all.stream().map(ContainerFacts::id).toList());
      Path client = namespaceOfClient(stack);
      assertThat(Lab.curl(client, "http://172.17.0.2")).isEqualTo("from 172.17.0.4.");
      // Who has the address next is not who was meant; the server is found where it is then.
      stack.containers().detach(SERVER.id());
      lab.serve(Lab.attach(stack, Lab.container("d", "next", "{}")), 80);
      stack.settle();
      Path server = Lab.attach(stack, SERVER);
      lab.serve(server, 80);
      Lab.assertUnreachable(client, "http://172.17.0.5");
      Lab.in(server, "ip", "addr", "show", "eth0");
      String address = stack.containers().settings(SERVER).path("IPAddress").asText();
      assertThat(Lab.curl(client, "http://" + address)).isEqualTo("from 172.17.0.4.");
      assertThat(stack.inspections().getLast().look().findings()).isEmpty();
      stack.containers().relinked(Lab.container("c", "client", "{}"));
      Lab.assertUnreachable(client, "http://" + address);
      Lab.end(stack, "a", "b", "c", "d");
    }
  }

  private static Path namespaceOfClient(NetworkStack stack) {
    return Path.of(stack.containers().settings(CLIENT).path("SandboxKey").asText());
  }
}
