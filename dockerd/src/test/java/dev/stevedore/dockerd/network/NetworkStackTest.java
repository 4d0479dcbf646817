package dev.stevedore.dockerd.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.stevedore.dockerd.network.model.ContainerFacts;
import dev.stevedore.dockerd.network.model.EndpointConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Real packets, in network namespaces; needs root. */
@NeedsRoot
class NetworkStackTest {
  @RegisterExtension final Lab lab = new Lab();

  @Test
  void containersOfTheDefaultNetworkReachEachOtherTheHostAndOutside() throws IOException {
    try (NetworkStack stack = lab.start()) {
      ContainerFacts a = Lab.container("a", "one", "{}");
      ContainerFacts b = Lab.container("b", "two", "{}");
      Path one = Lab.attach(stack, a);
      Path two = Lab.attach(stack, b);

      assertThat(Lab.in(one, "ip", "addr", "show", "eth0")).contains("172.17.0.2/16");
      assertThat(Lab.in(two, "ip", "route")).contains("default via 172.17.0.1 dev eth0");
      assertThat(Lab.in(one, "ping", "-c1", "-W2", "172.17.0.3")).contains("1 received");
      assertThat(Lab.in(one, "ping", "-c1", "-W2", "172.17.0.1")).contains("1 received");
      assertThat(Lab.in(one, "ping", "-c1", "-W2", "192.0.2.2")).contains("1 received");
      JsonNode settings = stack.containers().settings(b);
      assertThat(settings.at("/IPAddress").asText()).isEqualTo("172.17.0.3");
      assertThat(settings.at("/Networks/bridge/Gateway").asText()).isEqualTo("172.17.0.1");

      stack.containers().detach(a.id());
      stack.settle();
      assertThat(one).doesNotExist();
      assertThat(Lab.in(lab.host, "ip", "link")).containsOnlyOnce("master br0");
      assertThat(Lab.attach(stack, Lab.container("c", "three", "{}"))).exists();
      stack.containers().forget(b.id());
      stack.containers().forget("c".repeat(64));
    }
  }

  @Test
  void publishedPortsAreReachedFromEverywhere() throws IOException {
    try (NetworkStack stack = lab.start()) {
      ContainerFacts web =
          Lab.container("a", "web", "{'PortBindings':{'80/tcp':[{'HostPort':'8080'}]}}");
      ContainerFacts other = Lab.container("b", "other", "{}");
      Path server = Lab.attach(stack, web);
      Path client = Lab.attach(stack, other);
      lab.serve(server, 80);

      assertThat(Lab.curl(lab.outside, "http://192.0.2.1:8080")).isEqualTo("from 192.0.2.2.");
      assertThat(Lab.curl(lab.host, "http://127.0.0.1:8080")).isEqualTo("from 172.17.0.1.");
      assertThat(Lab.curl(lab.host, "http://192.0.2.1:8080")).isEqualTo("from 192.0.2.1.");
      assertThat(Lab.curl(lab.host, "http://172.17.0.2:80")).isEqualTo("from 172.17.0.1.");
      assertThat(Lab.curl(client, "http://172.17.0.2:80")).isEqualTo("from 172.17.0.3.");
      // The container has IPv4 only.
      assertThat(Lab.curl(lab.host, "http://[::1]:8080")).isEqualTo("from 172.17.0.1.");
      assertThat(Lab.curl(lab.outside, "http://[2001:db8::1]:8080")).isEqualTo("from 172.17.0.1.");
      // Through the bridge's own packet filter, if the host has that on, else by way of the host.
      assertThat(Lab.curl(client, "http://192.0.2.1:8080"))
          .isIn("from 172.17.0.3.", "from 172.17.0.1.");
      assertThat(Lab.curl(server, "http://192.0.2.1:8080")).isEqualTo("from 172.17.0.1.");

      // Not from outside by the container's own address, and not the host's loopback from inside.
      Lab.assertUnreachable(lab.outside, "http://172.17.0.2:80");
      lab.serve(lab.host, 9000);
      Lab.in(client, "ip", "link", "set", "lo", "down");
      Lab.in(client, "sysctl", "-w", "net.ipv4.conf.eth0.route_localnet=1");
      assertThatThrownBy(() -> Lab.curl(client, "--interface", "eth0", "http://127.0.0.1:9000"));

      assertThat(stack.containers().ports(web).toString())
          .isEqualTo(
              "[{\"IP\":\"0.0.0.0\",\"PrivatePort\":80,\"PublicPort\":8080,\"Type\":\"tcp\"},"
                  + "{\"IP\":\"::\",\"PrivatePort\":80,\"PublicPort\":8080,\"Type\":\"tcp\"}]");
      ContainerFacts second =
          Lab.container("c", "second", "{'PortBindings':{'80/tcp':[{'HostPort':'8080'}]}}");
      stack.containers().define(second, MissingNode.getInstance());
      assertThatThrownBy(() -> stack.containers().attach(second))
          .hasMessageContaining(
              "driver failed programming external connectivity on endpoint second")
          .hasMessageEndingWith("Bind for 0.0.0.0:8080 failed: port is already allocated");
      assertThatThrownBy(
              () ->
                  Lab.in(
                      lab.host, "python3", "-c", "import socket;socket.socket().bind(('',8080))"))
          .hasMessageContaining("Address already in use");

      stack.containers().detach(web.id());
      Lab.assertUnreachable(lab.outside, "http://192.0.2.1:8080")
          .hasMessageContaining("Failed to connect");
      for (String id : List.of("a", "b", "c")) {
        stack.containers().forget(id.repeat(64));
      }
      assertThat(Lab.in(lab.host, "nft", "list", "map", "inet", "stevedore", "ports4"))
          .doesNotContain("8080");
      stack.retire();
      assertThat(Lab.in(lab.host, "nft", "list", "ruleset")).isEmpty();
      assertThat(Lab.in(lab.host, "ip", "link")).doesNotContain("br0", "veth");
    }
  }

  @Test
  void networksAreApartAndTheirContainersHaveNames() throws IOException {
    try (NetworkStack stack = lab.start()) {
      stack.create(Lab.request("{'Name':'front'}"));
      stack.create(
          Lab.request(
              "{'Name':'back','Internal':true,'IPAM':{'Config':[{'Subnet':'10.77.0.0/24'}]}}"));
      assertThatThrownBy(() -> stack.create(Lab.request("{'Name':'front'}")))
          .hasMessage("network with name front already exists");
      assertThatThrownBy(
              () ->
                  stack.create(
                      Lab.request("{'Name':'x','IPAM':{'Config':[{'Subnet':'10.77.0.128/25'}]}}")))
          .hasMessage("invalid pool request: Pool overlaps with other one on this address space");
      ContainerFacts web = Lab.container("a", "web", "{'NetworkMode':'front'}");
      ContainerFacts app =
          Lab.container(
              "b", "app", "{'NetworkMode':'front','PortBindings':{'80/tcp':[{'HostPort':'81'}]}}");
      ContainerFacts database = Lab.container("c", "db", "{'NetworkMode':'back'}");
      Path webSpace = Lab.attach(stack, web);
      Path appSpace =
          Lab.attach(
              stack,
              app,
              Lab.json(
                  "{'EndpointsConfig':{'front':{'Aliases':['service']},"
                      + "'back':{'IPAMConfig':{'IPv4Address':'10.77.0.50'}}}}"));
      Path databaseSpace = Lab.attach(stack, database);

      assertThat(Lab.in(webSpace, "dig", "+short", "@127.0.0.11", "service"))
          .isEqualTo("172.18.0.3\n");
      assertThat(Lab.in(webSpace, "dig", "+tcp", "+short", "@127.0.0.11", "app.front"))
          .isEqualTo("172.18.0.3\n");
      assertThat(Lab.in(webSpace, "dig", "+short", "@127.0.0.11", "-x", "172.18.0.3"))
          .isEqualTo("app.front.\n");
      assertThat(Lab.in(databaseSpace, "dig", "+short", "@127.0.0.11", "app"))
          .isEqualTo("10.77.0.50\n");
      assertThat(Lab.in(databaseSpace, "dig", "@127.0.0.11", "web")).contains("SERVFAIL");

      assertThat(Lab.in(appSpace, "ping", "-c1", "-W2", "10.77.0.2")).contains("1 received");
      assertThat(Lab.in(webSpace, "ping", "-c1", "-W2", "192.0.2.2")).contains("1 received");
      assertThatThrownBy(() -> Lab.in(webSpace, "ping", "-c1", "-W1", "10.77.0.2"));
      assertThatThrownBy(() -> Lab.in(databaseSpace, "ping", "-c1", "-W1", "192.0.2.2"));

      // The host's firewall is loaded anew: what is ours comes back.
      lab.serve(appSpace, 80);
      Lab.in(lab.host, "nft", "flush", "ruleset");
      for (int i = 0; i < 50 && Lab.in(lab.host, "nft", "list", "ruleset").isEmpty(); i++) {
        Lab.in(lab.host, "sleep", "0.05");
      }
      assertThat(Lab.curl(lab.outside, "http://192.0.2.1:81")).isEqualTo("from 192.0.2.2.");
    }
    // Another daemon: what runs goes on, what has ended meanwhile is taken away.
    try (NetworkStack stack = lab.start()) {
      ContainerFacts app =
          Lab.container(
              "b", "app", "{'NetworkMode':'front','PortBindings':{'80/tcp':[{'HostPort':'81'}]}}");
      ContainerFacts web = Lab.container("a", "web", "{'NetworkMode':'front'}");
      stack.containers().reconcile(List.of(app, web), List.of(app.id()));
      stack.settle();
      Path space = Path.of(stack.containers().settings(app).path("SandboxKey").asText());
      assertThat(Lab.curl(lab.outside, "http://192.0.2.1:81")).isEqualTo("from 192.0.2.2.");
      assertThat(Lab.in(space, "dig", "+short", "@127.0.0.11", "app")).startsWith("1");
      assertThat(Lab.in(lab.host, "ip", "link").lines().filter(l -> l.contains("veth"))).hasSize(2);
      Lab.end(stack, app.id(), web.id());
    }
  }

  @Test
  void whoNamesItsNetworksIsInThoseOnly() throws IOException {
    try (NetworkStack stack = lab.start()) {
      stack.create(Lab.request("{'Name':'one'}"));
      stack.create(Lab.request("{'Name':'two'}"));
      ContainerFacts both = Lab.container("a", "both", "{}");
      Path space = Lab.attach(stack, both, Lab.json("{'EndpointsConfig':{'one':{},'two':null}}"));
      assertThat(Lab.in(space, "ip", "-br", "link").lines()).hasSize(3);
      assertThat(stack.containers().settings(both).path("Networks").fieldNames())
          .toIterable()
          .containsExactlyInAnyOrder("one", "two");
      stack.create(Lab.request("{'Name':'three'}"));
      assertThatThrownBy(() -> stack.connect(both, "three", named("eth0")))
          .hasMessageContaining("error renaming interface")
          .hasMessageContaining("to \"eth0\": file exists");
      assertThat(Lab.in(space, "ip", "-br", "link").lines()).hasSize(3);
      Lab.end(stack, "a");
    }
  }

  private static EndpointConfig named(String link) {
    return new EndpointConfig(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(Map.of(EndpointConfig.LINK_NAME, link)),
        Optional.empty());
  }
}
