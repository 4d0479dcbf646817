package dev.stevedore.lib.registry.hosts;

import dev.stevedore.lib.daemon.GoDuration;
import dev.stevedore.lib.registry.http.ClientTls;
import dev.stevedore.lib.registry.http.Headers;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What a {@code hosts.toml} says of one host. */
final class HostTable {
  private static final Set<String> KEYS =
      Set.of(
          "capabilities", "ca", "client", "skip_verify", "header", "override_path", "dial_timeout");

  private final Path file;
  private final String url;
  private final Map<?, ?> table;
  private final Consumer<String> warnings;

  /** One of a URL, which may be empty; {@code table} must be one. */
  HostTable(Path file, String url, Object table, Consumer<String> warnings) {
    if (!(table instanceof Map<?, ?> map)) {
      throw new InvalidHostsException("host.\"" + url + "\" must be a table");
    }
    this.file = file;
    this.url = url;
    this.table = map;
    this.warnings = warnings;
  }

  RegistryHost read() {
    for (Object key : table.keySet()) {
      if (!KEYS.contains(key)) {
        warn("unknown key " + (url.isEmpty() ? "" : url + ": ") + key + " is ignored");
      }
    }
    return new RegistryHost(
        base(),
        capabilities(),
        strings("ca", value("ca", List.of())).stream().map(this::path).toList(),
        clients(),
        Optional.of(table)
            .filter(it -> it.containsKey("skip_verify"))
            .map(_ -> bool("skip_verify")),
        headers(),
        dialTimeout());
  }

  private Optional<URI> base() {
    if (url.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(url.startsWith("http") ? url : "https://" + url).normalize();
      if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
        throw new InvalidHostsException("unable to parse server " + url);
      }
      String path = uri.getPath().replaceFirst("/+$", "");
      boolean whole = path.endsWith("/v2") || bool("override_path");
      return Optional.of(
          new URI(uri.getScheme(), uri.getAuthority(), path + (whole ? "/" : "/v2/"), null, null));
    } catch (URISyntaxException e) {
      throw new InvalidHostsException("unable to parse server " + url + ": " + e.getMessage());
    }
  }

  private Set<Capability> capabilities() {
    Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
    for (String name : strings("capabilities", value("capabilities", List.of()))) {
      capabilities.add(
          Capability.of(name)
              .orElseThrow(() -> new InvalidHostsException("unknown capability " + name)));
    }
    return capabilities.isEmpty() ? EnumSet.allOf(Capability.class) : capabilities;
  }

  /** A file with certificate and key, a list of such files, or one of pairs of files. */
  private List<ClientTls.Pair> clients() {
    Object client = value("client", List.of());
    List<ClientTls.Pair> clients = new ArrayList<>();
    for (Object element : client instanceof List<?> list ? list : List.of(client)) {
      List<Path> files = strings("client", element).stream().map(this::path).toList();
      if (element instanceof List<?> && files.size() != 2) {
        throw new InvalidHostsException("invalid pair " + element + " for \"client\"");
      }
      clients.add(new ClientTls.Pair(files.getFirst(), files.getLast()));
    }
    return clients;
  }

  private Map<String, List<String>> headers() {
    if (!(value("header", Map.of()) instanceof Map<?, ?> all)) {
      throw new InvalidHostsException("header must be a table");
    }
    Map<String, List<String>> headers = new LinkedHashMap<>();
    all.forEach(
        (key, value) -> {
          String name = key.toString();
          if (Headers.canBeSet(name)) {
            headers.put(name, strings("header." + name, value));
          } else {
            warn("header " + name + " is the connection's own and is not sent");
          }
        });
    return headers;
  }

  private Optional<Duration> dialTimeout() {
    Object value = value("dial_timeout", "");
    return value.equals("")
        ? Optional.empty()
        : Optional.of(
            GoDuration.parse(value.toString()).orElseThrow(() -> invalid("dial_timeout", value)));
  }

  private boolean bool(String key) {
    return switch (value(key, false)) {
      case Boolean bool -> bool;
      case Object other -> throw invalid(key, other);
    };
  }

  /** A string, or a list of strings. */
  private static List<String> strings(String key, Object value) {
    List<String> strings = new ArrayList<>();
    for (Object element : value instanceof List<?> list ? list : List.of(value)) {
      if (!(element instanceof String string)) {
        throw invalid(key, value);
      }
      strings.add(string);
    }
    return strings;
  }

  private Object value(String key, Object otherwise) {
    Object value = table.get(key);
    return value == null ? otherwise : value;
  }

  private Path path(String name) {
    return file.resolveSibling(name);
  }

  private void warn(String problem) {
    warnings.accept(file + ": " + problem);
  }

  private static InvalidHostsException invalid(String key, Object value) {
    return new InvalidHostsException("invalid value " + value + " for \"" + key + "\"");
  }
}
