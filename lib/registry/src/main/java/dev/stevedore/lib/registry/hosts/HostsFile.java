package dev.stevedore.lib.registry.hosts;

import dev.stevedore.lib.daemon.toml.Toml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads {@code hosts.toml} (containerd, docs/hosts.md).
 *
 * <pre>
 *   server = "https://registry.example"      asked last; without it the registry's own place is
 *   skip_verify = true                       what is said of hosts can be said of the server
 *
 *   [host."https://mirror.example/a"]        asked first, in the order of the file
 *     capabilities = ["pull", "resolve"]
 * </pre>
 */
final class HostsFile {
  private HostsFile() {}

  /**
   * Reads a text.
   *
   * @param file where it is: paths in it are relative to its directory
   * @param warnings told of each key that means nothing
   * @return at least the server
   * @throws InvalidHostsException if a value cannot be
   * @throws dev.stevedore.lib.daemon.toml.TomlException if it is not TOML
   */
  static List<RegistryHost> parse(Path file, String text, Consumer<String> warnings) {
    Map<String, Object> root = Toml.parse(file.toString(), text);
    List<RegistryHost> hosts = new ArrayList<>();
    switch (root.getOrDefault("host", Map.of())) {
      case Map<?, ?> tables ->
          tables.forEach(
              (url, table) ->
                  hosts.add(new HostTable(file, url.toString(), table, warnings).read()));
      default -> throw new InvalidHostsException("host must be a table");
    }
    String server =
        switch (root.getOrDefault("server", "")) {
          case String url -> url;
          default -> throw new InvalidHostsException("server must be a string");
        };
    Map<String, Object> rest = new LinkedHashMap<>(root);
    rest.remove("host");
    rest.remove("server");
    hosts.add(new HostTable(file, server, rest, warnings).read());
    return hosts;
  }
}
