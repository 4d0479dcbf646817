package dev.stevedore.dockerd.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.dockerd.network.model.ContainerFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ports of a container that runs, changed; needs root. */
@NeedsRoot
class PortChangeTest {
  @RegisterExtension final Lab lab = new Lab();

  /** Container ports by host ports: {@code 8080:80 127.0.0.1:9090:90}. */
  private static ContainerFacts web(String ports) {
    StringBuilder bindings = new StringBuilder();
    for (String port : ports.isEmpty() ? new String[0] : ports.split(" ")) {
      String[] parts = port.split(":");
      int last = parts.length - 1;
      bindings
          .append(bindings.isEmpty() ? "" : ",")
          .append("'%s/tcp':[{'HostIp':'%s'".formatted(parts[last], last == 2 ? parts[0] : ""))
          .append(",'HostPort':'%s'}]".formatted(parts[last - 1]));
    }
    return Lab.container("a", "web", "{'PortBindings':{" + bindings + "}}");
  }

  /** A program of the host takes a port, and gives it back. */
  private static void bind(Lab lab, int port) throws IOException {
    Lab.in(
        lab.host, "python3", "-c", "import socket;socket.socket().bind(('',%d))".formatted(port));
  }

  private static String ports(NetworkStack stack, ContainerFacts container) {
    StringBuilder text = new StringBuilder();
    stack
        .containers()
        .ports(container)
        .forEach(
            p ->
                text.append(text.isEmpty() ? "" : " ")
                    .append(p.path("IP").asText())
                    .append(':')
                    .append(p.path("PublicPort").asText()));
    return text.toString();
  }

  @Test
  void aRunningContainersPortsAreChangedAllOrNone() throws IOException {
    try (NetworkStack stack = lab.start()) {
      Path space = Lab.attach(stack, web("8080:80"));
      lab.serve(space, 80);
      lab.serve(space, 81);

      stack.containers().republish(web("8080:80 9000:81"));
      assertThat(Lab.curl(lab.outside, "http://192.0.2.1:8080")).isEqualTo("from 192.0.2.2.");
      assertThat(Lab.curl(lab.outside, "http://192.0.2.1:9000")).isEqualTo("from 192.0.2.2.");

      // One of the new ports is taken: neither it nor its neighbour is published, all else stays.
      lab.serve(lab.host, 7001);
      assertThatThrownBy(() -> stack.containers().republish(web("7000:80 7001:81")))
          .hasMessageEndingWith(
              "failed to bind host port for 0.0.0.0:7001/tcp: address already in use");
      assertThat(Lab.curl(lab.outside, "http://192.0.2.1:8080")).isEqualTo("from 192.0.2.2.");
      Lab.assertUnreachable(lab.outside, "http://192.0.2.1:7000");
      bind(lab, 7000);
      assertThatThrownBy(() -> bind(lab, 9000)).hasMessageContaining("Address already in use");

      // A port that has had connections of its own is free at once.
      assertThat(Lab.curl(lab.host, "http://[::1]:8080")).isEqualTo("from 172.17.0.1.");
      stack.containers().republish(web("8085:80 9000:81"));
      stack.containers().republish(web("8080:80 9000:81"));
      // The same host port for another port of the container, and for fewer addresses.
      stack.containers().republish(web("127.0.0.1:8080:81"));
      Lab.assertUnreachable(lab.outside, "http://192.0.2.1:8080");
      assertThat(Lab.curl(lab.host, "http://127.0.0.1:8080")).isEqualTo("from 172.17.0.1.");
      assertThat(ports(stack, web("127.0.0.1:8080:81"))).isEqualTo(": 127.0.0.1:8080");
    }
    // A daemon that was killed when only the wish was written down.
    try (NetworkStack stack = lab.start()) {
      ContainerFacts wanted = web("8081:80");
      stack.containers().reconcile(List.of(wanted), List.of(wanted.id()));
      assertThat(Lab.curl(lab.outside, "http://192.0.2.1:8081")).isEqualTo("from 192.0.2.2.");
      Lab.assertUnreachable(lab.host, "http://127.0.0.1:8080");
      stack.containers().republish(web(""));
      assertThat(Lab.in(lab.host, "nft", "list", "map", "inet", "stevedore", "ports4"))
          .doesNotContain("elements");
      bind(lab, 8081);
      Lab.end(stack, wanted.id());
    }
  }

  /** Answers each datagram with a name. */
  private static final String ANSWER =
      """
      import socket, sys
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(('', 53)); print('ready', flush=True)
      while True: s.sendto(sys.argv[1].encode(), s.recvfrom(100)[1])
      """;

  /** Says who answers at an address, from that address. */
  private static final String ASK6 =
      """
      import socket, sys
      s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); s.settimeout(2)
      s.connect((sys.argv[1], 5353))
      for i in range(2): s.send(b'x' * int(sys.argv[2])); print(s.recv(100).decode())
      """;

  @Test
  void datagramsByIpv6ArePassedOnToAContainerThatHasNone() throws IOException {
    Lab.in(lab.host, "ip", "addr", "add", "2001:db8::7/64", "dev", "up0", "nodad");
    try (NetworkStack stack = lab.start()) {
      ContainerFacts container =
          Lab.container("a", "a", "{'PortBindings':{'53/udp':[{'HostPort':'5353'}]}}");
      Path space = Lab.attach(stack, container);
      // Nobody listens yet: what is sent meanwhile is lost, and later datagrams are not.
      assertThatThrownBy(() -> Lab.in(lab.host, "python3", "-c", ASK6, "::1", "1"));
      lab.run(space, "python3", "-c", ANSWER, "a");
      assertThat(Lab.in(lab.host, "python3", "-c", ASK6, "::1", "1")).isEqualTo("a\na\n");
      // The answer comes from the address that was asked, whichever the host has.
      for (String address : List.of("2001:db8::1", "2001:db8::7")) {
        assertThat(Lab.in(lab.outside, "python3", "-c", ASK6, address, "9000")).isEqualTo("a\na\n");
      }
      stack.containers().republish(Lab.container("a", "a", "{}"));
      assertThatThrownBy(() -> Lab.in(lab.host, "python3", "-c", ASK6, "::1", "1"))
          .hasMessageContaining("Connection refused");
      Lab.end(stack, "a");
    }
  }

  /** Sends from one port again and again, and says who answers. */
  private static final String ASK =
      """
      import socket, sys
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(('', 4000)); s.settimeout(0.3)
      s.sendto(b'?', ('192.0.2.1', 5353))
      try: print(s.recv(100).decode())
      except OSError: print('nobody')
      """;

  @Test
  void whoeverKeepsSendingReachesWhoeverHasThePort() throws IOException {
    try (NetworkStack stack = lab.start()) {
      String published = "{'PortBindings':{'53/udp':[{'HostPort':'5353'}]}}";
      assertThat(Lab.in(lab.outside, "python3", "-c", ASK)).isEqualTo("nobody\n");
      for (String id : List.of("a", "b")) {
        ContainerFacts container = Lab.container(id, id, published);
        Path space = Lab.attach(stack, container);
        lab.run(space, "python3", "-c", ANSWER, id);
        assertThat(Lab.in(lab.outside, "python3", "-c", ASK)).isEqualTo(id + "\n");
        stack.containers().detach(container.id());
        assertThat(Lab.in(lab.outside, "python3", "-c", ASK)).isEqualTo("nobody\n");
      }
      stack.settle();
      Lab.end(stack, "a", "b");
    }
  }
}
