package dev.stevedore.dockerd.container;

import dev.stevedore.dockerd.container.config.HostConfig;
import dev.stevedore.dockerd.network.Attachment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files that a container gets instead of its image's: /etc/hosts, hostname and resolv.conf. */
final class EtcFiles {
  private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");
  private static final Path HOSTS = Path.of("/etc/hosts");

  private EtcFiles() {}

  /**
   * Writes them into the container's directory.
   *
   * @param network what its network says, if it has one of its own
   * @return the files, by the path in the container that they are mounted at
   */
  static Map<String, String> write(
      Definition definition, Path directory, Optional<Attachment> network) throws IOException {
    HostConfig host = definition.host();
    Map<String, String> mounts = new LinkedHashMap<>();
    String resolvConf = network.isPresent() ? network.get().resolvConf() : resolvConf(host);
    put(mounts, "/etc/resolv.conf", directory.resolve("resolv.conf"), resolvConf);
    put(
        mounts,
        "/etc/hostname",
        directory.resolve("hostname"),
        definition.config().hostname() + "\n");
    String hosts = network.isPresent() ? network.get().hosts() : hosts(definition);
    put(mounts, "/etc/hosts", directory.resolve("hosts"), hosts);
    return mounts;
  }

  private static void put(Map<String, String> mounts, String path, Path file, String text)
      throws IOException {
    Files.writeString(file, text);
    mounts.put(path, file.toString());
  }

  private static String hosts(Definition definition) throws IOException {
    StringBuilder text = new StringBuilder();
    if (definition.host().networkMode().equals("host")) {
      text.append(Files.exists(HOSTS) ? Files.readString(HOSTS) : "");
    } else {
      text.append("127.0.0.1\tlocalhost\n");
      text.append("::1\tlocalhost ip6-localhost ip6-loopback\n");
      text.append("fe00::\tip6-localnet\n");
      text.append("ff00::\tip6-mcastprefix\n");
      text.append("ff02::1\tip6-allnodes\n");
      text.append("ff02::2\tip6-allrouters\n");
    }
    for (String extra : definition.host().view().strings("ExtraHosts")) {
      int separator = extra.indexOf('=') > 0 ? extra.indexOf('=') : extra.indexOf(':');
      if (separator > 0) {
        text.append(extra.substring(separator + 1))
            .append('\t')
            .append(extra, 0, separator)
            .append('\n');
      }
    }
    return text.toString();
  }

  private static String resolvConf(HostConfig host) throws IOException {
    List<String> servers = host.view().strings("Dns");
    List<String> search = host.view().strings("DnsSearch");
    List<String> options = host.view().strings("DnsOptions");
    List<String> lines = new ArrayList<>();
    if (Files.exists(RESOLV_CONF)) {
      for (String line : Files.readAllLines(RESOLV_CONF)) {
        boolean replaced =
            (!servers.isEmpty() && line.startsWith("nameserver"))
                || (!search.isEmpty() && (line.startsWith("search") || line.startsWith("domain")))
                || (!options.isEmpty() && line.startsWith("options"));
        if (!replaced) {
          lines.add(line);
        }
      }
    }
    servers.forEach(server -> lines.add("nameserver " + server));
    if (!search.isEmpty() && !search.equals(List.of("."))) {
      lines.add("search " + String.join(" ", search));
    }
    if (!options.isEmpty()) {
      lines.add("options " + String.join(" ", options));
    }
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }
}
