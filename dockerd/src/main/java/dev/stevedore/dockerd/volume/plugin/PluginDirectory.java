package dev.stevedore.dockerd.volume.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stevedore.dockerd.api.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where plugins are found by their names, in this order: {@code NAME.sock} or {@code
 * NAME/NAME.sock} among the sockets, then {@code .spec} files, which have an address, and {@code
 * .json} files with an {@code Addr}.
 */
public final class PluginDirectory {
  private static final String SOCKET = ".sock";
  private static final String SPEC = ".spec";
  private static final String JSON = ".json";

  private final Path sockets;
  private final List<Path> specs;

  /** Looks in these directories, which need not be there. */
  public PluginDirectory(Path sockets, List<Path> specs) {
    this.sockets = sockets;
    this.specs = List.copyOf(specs);
  }

  /** Where Docker looks, too. */
  public static PluginDirectory usual() {
    return new PluginDirectory(
        Path.of("/run/docker/plugins"),
        List.of(Path.of("/etc/docker/plugins"), Path.of("/usr/lib/docker/plugins")));
  }

  /**
   * Where a plugin serves; empty if there is none of that name.
   *
   * @throws IOException if its file cannot be understood
   */
  Optional<PluginAddress> find(String name) throws IOException {
    if (name.contains("/") || name.startsWith(".")) {
      return Optional.empty();
    }
    for (Path path : places(sockets, name, SOCKET)) {
      if (isSocket(path)) {
        return Optional.of(PluginAddress.unix(path.toString()));
      }
    }
    for (Path directory : specs) {
      for (String ending : List.of(SPEC, JSON)) {
        for (Path path : places(directory, name, ending)) {
          if (Files.isRegularFile(path)) {
            return Optional.of(read(path));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static List<Path> places(Path directory, String name, String ending) {
    return List.of(
        directory.resolve(name + ending), directory.resolve(name).resolve(name + ending));
  }

  private static boolean isSocket(Path path) {
    return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
  }

  private static PluginAddress read(Path path) throws IOException {
    String text = Files.readString(path);
    if (path.toString().endsWith(SPEC)) {
      return PluginAddress.parse(text);
    }
    JsonNode json = Json.MAPPER.readTree(text);
    if (json.hasNonNull("TLSConfig")) {
      throw new IOException(path + ": plugins with TLS are not supported");
    }
    return PluginAddress.parse(json.path("Addr").asText());
  }
}
