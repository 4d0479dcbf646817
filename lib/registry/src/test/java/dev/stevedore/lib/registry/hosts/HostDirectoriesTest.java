package dev.stevedore.lib.registry.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.lib.registry.http.ClientTls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostDirectoriesTest {
  private static final Path FILE = Path.of("/certs.d/docker.io/hosts.toml");

  private final List<String> warnings = new ArrayList<>();

  private List<RegistryHost> parse(String text) {
    return HostsFile.parse(FILE, text, warnings::add);
  }

  private List<String> urls(String text) {
    return parse(text).stream()
        .map(host -> host.base().map(URI::toString).orElse("itself"))
        .toList();
  }

  @Test
  void hostsComeInTheirOrderAndTheServerLast() {
    assertThat(
            urls(
                """
                server = "registry.example"
                [host."https://z.example"]
                [host."http://a.example:5000/cache/"]
                [host."b.example/v2"]
                [host."https://c.example/own"]
                  override_path = true
                """))
        .containsExactly(
            "https://z.example/v2/",
            "http://a.example:5000/cache/v2/",
            "https://b.example/v2/",
            "https://c.example/own/",
            "https://registry.example/v2/");
    assertThat(urls("[host.\"https://m\"]")).containsExactly("https://m/v2/", "itself");
  }

  @Test
  void whatAHostIs() {
    RegistryHost host =
        parse(
                """
                [host."https://m"]
                  capabilities = ["Pull", "resolve"]
                  ca = ["ca.crt", "/abs.crt"]
                  client = [["c.cert", "c.key"], ["d.cert", "d.key"]]
                  skip_verify = false
                  dial_timeout = "1m30s"
                  [host."https://m".header]
                    x-one = "1"
                    x-two = ["2", "3"]
                    host = "other"
                """)
            .getFirst();
    Path directory = FILE.resolveSibling("");
    assertThat(host)
        .isEqualTo(
            new RegistryHost(
                Optional.of(URI.create("https://m/v2/")),
                Set.of(Capability.PULL, Capability.RESOLVE),
                List.of(directory.resolve("ca.crt"), Path.of("/abs.crt")),
                List.of(
                    new ClientTls.Pair(directory.resolve("c.cert"), directory.resolve("c.key")),
                    new ClientTls.Pair(directory.resolve("d.cert"), directory.resolve("d.key"))),
                Optional.of(false),
                Map.of("x-one", List.of("1"), "x-two", List.of("2", "3")),
                Optional.of(Duration.ofSeconds(90))));
    assertThat(warnings)
        .containsExactly(FILE + ": header host is the connection's own and is not sent");
    // Certificate and key in one file; what is said of none is said of the server.
    RegistryHost server = parse("ca = 'a.pem'\nclient = 'both.pem'\nskip_verify = true").getLast();
    Path both = directory.resolve("both.pem");
    assertThat(server.clients()).containsExactly(new ClientTls.Pair(both, both));
    assertThat(server.authorities()).containsExactly(directory.resolve("a.pem"));
    assertThat(server.skipVerify()).contains(true);
    assertThat(server.capabilities()).isEqualTo(EnumSet.allOf(Capability.class));
  }

  @Test
  void whatCannotBeIsSaid() {
    assertThatThrownBy(() -> parse("capabilities = ['fly']")).hasMessage("unknown capability fly");
    assertThatThrownBy(() -> parse("ca = 5")).hasMessage("invalid value 5 for \"ca\"");
    assertThatThrownBy(() -> parse("client = [['a', 'b', 'c']]"))
        .hasMessage("invalid pair [a, b, c] for \"client\"");
    assertThatThrownBy(() -> parse("dial_timeout = 'soon'"))
        .hasMessage("invalid value soon for \"dial_timeout\"");
    assertThatThrownBy(() -> parse("server = 'http:///x'"))
        .hasMessageStartingWith("unable to parse server");
    parse("servers = 'x'\n[host.'https://m']\nverify = true");
    assertThat(warnings)
        .containsExactly(
            FILE + ": unknown key https://m: verify is ignored",
            FILE + ": unknown key servers is ignored");
  }

  @Test
  void directoriesAreFoundByTheRegistrysName(@TempDir Path root) throws IOException {
    HostDirectories directories = new HostDirectories(List.of(root.resolve("none"), root));
    assertThat(directories.find("a:5000")).isEmpty();

    Path all = Files.createDirectory(root.resolve("_default"));
    Files.writeString(all.resolve("hosts.toml"), "[host.'https://all']");
    assertThat(directories.find("a:5000")).hasSize(2);

    Path own = Files.createDirectory(root.resolve("a:5000"));
    for (String file : List.of("ca.crt", "c.cert", "c.key", "alone.cert", "README")) {
      Files.createFile(own.resolve(file));
    }
    RegistryHost host = directories.find("a:5000").getFirst();
    assertThat(host.base()).isEmpty();
    assertThat(host.authorities()).containsExactly(own.resolve("ca.crt"));
    assertThat(host.clients())
        .containsExactly(
            new ClientTls.Pair(own.resolve("alone.cert"), own.resolve("alone.cert")),
            new ClientTls.Pair(own.resolve("c.cert"), own.resolve("c.key")));

    // A file that is none leaves the certificates, as in containerd.
    Files.writeString(own.resolve("hosts.toml"), "server =");
    assertThat(directories.find("a:5000")).containsExactly(host);

    Path escaped = Files.createDirectory(root.resolve("a_5000_"));
    Files.writeString(escaped.resolve("hosts.toml"), "server = 'b'");
    assertThat(directories.find("a:5000").getFirst().base()).contains(URI.create("https://b/v2/"));
  }
}
