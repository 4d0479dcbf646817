package dev.stevedore.lib.registry.hosts;

import dev.stevedore.lib.daemon.toml.TomlException;
import dev.stevedore.lib.registry.http.ClientTls;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the hosts of registries are configured. */
public final class HostDirectories {
  private static final Logger LOG = LoggerFactory.getLogger(HostDirectories.class);

  private final List<Path> roots;

  /**
   * Looks into these, in this order; the first that has a directory for a registry, or for all,
   * counts.
   */
  public HostDirectories(List<Path> roots) {
    this.roots = List.copyOf(roots);
  }

  /**
   * The hosts of a registry, in the order in which they are asked. A file that is none is told in
   * the log, and the certificates beside it count, as in containerd.
   *
   * @param domain {@code host[:port]}
   * @return empty if nothing is configured for it
   */
  public List<RegistryHost> find(String domain) throws IOException {
    for (Path root : roots) {
      for (String name : names(domain)) {
        Path directory = root.resolve(name);
        if (Files.exists(directory)) {
          return read(directory);
        }
      }
    }
    return List.of();
  }

  private static List<String> names(String domain) {
    int colon = domain.lastIndexOf(':');
    return colon > 0
        ? List.of(
            domain.substring(0, colon) + "_" + domain.substring(colon + 1) + "_",
            domain,
            "_default")
        : List.of(domain, "_default");
  }

  private static List<RegistryHost> read(Path directory) throws IOException {
    Path file = directory.resolve("hosts.toml");
    if (Files.exists(file)) {
      String text = Files.readString(file);
      try {
        if (!text.isEmpty()) {
          return HostsFile.parse(file, text, LOG::warn);
        }
      } catch (TomlException | InvalidHostsException e) {
        LOG.error("failed to decode {}: {}", file, e.getMessage());
      }
    }
    return List.of(certificates(directory));
  }

  private static RegistryHost certificates(Path directory) throws IOException {
    List<Path> authorities = new ArrayList<>();
    List<ClientTls.Pair> clients = new ArrayList<>();
    for (Path file : files(directory)) {
      String name = file.toString();
      if (name.endsWith(".crt")) {
        authorities.add(file);
      } else if (name.endsWith(".cert")) {
        Path key = Path.of(name.substring(0, name.length() - ".cert".length()) + ".key");
        clients.add(new ClientTls.Pair(file, Files.exists(key) ? key : file));
      }
    }
    return new RegistryHost(
        Optional.empty(),
        EnumSet.allOf(Capability.class),
        authorities,
        clients,
        Optional.empty(),
        Map.of(),
        Optional.empty());
  }

  private static List<Path> files(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      entries.forEach(files::add);
    }
    files.sort(null);
    return files;
  }
}
