package dev.stevedore.dockerd.network.sandbox;

import dev.stevedore.dockerd.network.address.Addresses;
import dev.stevedore.dockerd.network.model.Resolver;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A resolver's configuration, resolv.conf(5).
 *
 * @param servers addresses of name servers
 * @param search domains in which short names are looked up
 * @param options of the resolver
 */
public record ResolvConf(List<String> servers, List<String> search, List<String> options) {
  private static final Path FILE = Path.of("/etc/resolv.conf");

  /** Where systemd-resolved keeps the servers that it asks, when it puts itself into the other. */
  private static final Path BEHIND_RESOLVED = Path.of("/run/systemd/resolve/resolv.conf");

  private static final List<String> PUBLIC = List.of("8.8.8.8", "8.8.4.4");

  /** A file without anything. */
  public static final ResolvConf EMPTY = new ResolvConf(List.of(), List.of(), List.of());

  /** The host's, as it is. */
  public static ResolvConf ofHost() throws IOException {
    return parse(read(FILE));
  }

  private static String read(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /**
   * The host's, with servers that a container reaches: not the host's loopback, but what is behind
   * it; Docker's public ones if nothing is left.
   */
  public static ResolvConf reachable() throws IOException {
    ResolvConf host = ofHost();
    if (host.servers.equals(List.of("127.0.0.53"))) {
      host = parse(read(BEHIND_RESOLVED));
    }
    List<String> servers = host.servers.stream().filter(s -> !isLoopback(s)).toList();
    return new ResolvConf(servers.isEmpty() ? PUBLIC : servers, host.search, host.options);
  }

  /** The servers; Docker's public ones if there are none. */
  public List<String> orPublic() {
    return servers.isEmpty() ? PUBLIC : servers;
  }

  /** Whether it says how many dots a name has that is no short one. */
  public boolean hasDots() {
    return hasDots(options);
  }

  /** Whether there is an option {@code ndots} that makes sense. */
  public static boolean hasDots(List<String> options) {
    return options.stream().anyMatch(ResolvConf::isDots);
  }

  private static boolean isDots(String option) {
    return option.matches("ndots:[0-9]+");
  }

  /** This, for a container that has a name server of its own. */
  public ResolvConf behind(String server) {
    List<String> all = new ArrayList<>(options);
    all.removeIf(option -> option.startsWith("ndots:") && !isDots(option));
    if (!hasDots(all)) {
      all.add("ndots:0");
    }
    return new ResolvConf(List.of(server), search, List.copyOf(all));
  }

  private static boolean isLoopback(String server) {
    Optional<InetAddress> address = Addresses.parse(server);
    return address.isEmpty() || address.get().isLoopbackAddress();
  }

  /** Reads a file's text; what is not known is left out. */
  static ResolvConf parse(String text) {
    List<String> servers = new ArrayList<>();
    List<String> search = List.of();
    List<String> options = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] words = line.strip().split("\\s+");
      List<String> values = List.of(words).subList(1, words.length);
      switch (words[0]) {
        case "nameserver" -> servers.addAll(values.subList(0, Math.min(1, values.size())));
        case "search", "domain" -> search = values;
        case "options" -> options.addAll(values);
        default -> {}
      }
    }
    return new ResolvConf(List.copyOf(servers), List.copyOf(search), List.copyOf(options));
  }

  /** This, with what a container's user chose in place of it. */
  public ResolvConf with(Resolver chosen) {
    // A single dot is how people ask for no search domain at all.
    boolean none = chosen.search().equals(List.of("."));
    return new ResolvConf(
        chosen.servers().isEmpty() ? servers : chosen.servers(),
        chosen.search().isEmpty() ? search : none ? List.of() : chosen.search(),
        chosen.options().isEmpty() ? options : chosen.options());
  }

  /** The text of a file. */
  public String text() {
    StringBuilder text = new StringBuilder();
    servers.forEach(s -> text.append("nameserver ").append(s).append('\n'));
    if (!search.isEmpty()) {
      text.append("search ").append(String.join(" ", search)).append('\n');
    }
    if (!options.isEmpty()) {
      text.append("options ").append(String.join(" ", options)).append('\n');
    }
    return text.toString();
  }
}
