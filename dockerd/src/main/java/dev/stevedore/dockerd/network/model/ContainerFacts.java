package dev.stevedore.dockerd.network.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What networks have to know of a container.
 *
 * @param id 64 hexadecimal digits
 * @param name without a slash
 * @param hostname what it calls itself
 * @param domainname likewise, what follows the first dot; may be empty
 * @param mode HostConfig's NetworkMode: {@code default}, {@code none}, a network's name or id …
 * @param exposed the ports that its image or its user names
 * @param published the host's ports that were asked for
 * @param publishAll whether all exposed ports shall be published
 * @param resolver how it looks up names
 * @param extraHosts {@code name:address} each
 * @param links {@code id:alias} each, old style
 * @param environment its variables, which links of others tell
 * @param ipv6 whether it has IPv6: its loopback at least
 * @param hosts its /etc/hosts on the host, kept up to date while it runs
 */
public record ContainerFacts(
    String id,
    String name,
    String hostname,
    String domainname,
    String mode,
    List<ContainerPort> exposed,
    List<PortRequest> published,
    boolean publishAll,
    Resolver resolver,
    List<String> extraHosts,
    List<String> links,
    List<String> environment,
    boolean ipv6,
    Optional<Path> hosts) {
  private static final Path IPV6 = Path.of("/proc/sys/net/ipv6");

  /**
   * Takes them from the Engine API's objects.
   *
   * @param config the container's Config, the image's merged in
   * @param host its HostConfig
   * @param hosts its /etc/hosts on the host
   */
  public static ContainerFacts of(
      String id, String name, JsonNode config, JsonNode host, Optional<Path> hosts) {
    TreeSet<ContainerPort> exposed = new TreeSet<>();
    List<PortRequest> published = new ArrayList<>();
    for (Map.Entry<String, JsonNode> e : config.path("ExposedPorts").properties()) {
      exposed.add(ContainerPort.parse(e.getKey()));
    }
    for (Map.Entry<String, JsonNode> e : host.path("PortBindings").properties()) {
      ContainerPort port = ContainerPort.parse(e.getKey());
      exposed.add(port);
      if (e.getValue().isEmpty()) {
        published.add(PortRequest.parse(port, "", ""));
      }
      for (JsonNode binding : e.getValue()) {
        published.add(
            PortRequest.parse(
                port, binding.path("HostIp").asText(""), binding.path("HostPort").asText("")));
      }
    }
    String mode = host.path("NetworkMode").asText("");
    return new ContainerFacts(
        id,
        name.startsWith("/") ? name.substring(1) : name,
        config.path("Hostname").asText(""),
        config.path("Domainname").asText(""),
        mode.isEmpty() ? "default" : mode,
        List.copyOf(exposed),
        List.copyOf(published),
        host.path("PublishAllPorts").asBoolean(false),
        new Resolver(
            texts(host.path("Dns")), texts(host.path("DnsSearch")), texts(host.path("DnsOptions"))),
        texts(host.path("ExtraHosts")),
        texts(host.path("Links")),
        texts(config.path("Env")),
        hasIpv6(host.path("Sysctls")),
        hosts);
  }

  /** These, with the daemon's name servers where the container has none of its own. */
  public ContainerFacts withDefaults(Resolver defaults) {
    return new ContainerFacts(
        id,
        name,
        hostname,
        domainname,
        mode,
        exposed,
        published,
        publishAll,
        resolver.or(defaults),
        extraHosts,
        links,
        environment,
        ipv6,
        hosts);
  }

  /** The kernel may have none, and a container may be told to have none. */
  private static boolean hasIpv6(JsonNode sysctls) {
    return Files.exists(IPV6)
        && Stream.of("all", "lo")
            .noneMatch(
                link ->
                    sysctls.path("net.ipv6.conf." + link + ".disable_ipv6").asText("").equals("1"));
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(node -> texts.add(node.asText()));
    return List.copyOf(texts);
  }

  /** The name or id of the network that it is in by its mode; none with none and container:. */
  public Optional<String> network() {
    if (mode.equals("default")) {
      return Optional.of("bridge");
    }
    return mode.startsWith("container:") ? Optional.empty() : Optional.of(mode);
  }

  /** Whether it has a network namespace of its own. */
  public boolean hasNamespace() {
    return !mode.equals("host") && !mode.startsWith("container:");
  }
}
