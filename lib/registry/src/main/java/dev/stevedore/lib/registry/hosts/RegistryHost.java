package dev.stevedore.lib.registry.hosts;

import dev.stevedore.lib.registry.http.ClientTls;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A host that has a registry's content.
 *
 * @param base URL of its API, ending in a slash; empty for the registry's own place
 * @param capabilities what it is asked for
 * @param authorities files with certificates of authorities, besides those of the system
 * @param clients this client's certificates
 * @param skipVerify whether its certificate is not looked at, if the configuration says so
 * @param headers what is sent with each request, by name
 * @param dialTimeout how long connecting may take, if the configuration says so
 */
public record RegistryHost(
    Optional<URI> base,
    Set<Capability> capabilities,
    List<Path> authorities,
    List<ClientTls.Pair> clients,
    Optional<Boolean> skipVerify,
    Map<String, List<String>> headers,
    Optional<Duration> dialTimeout) {
  /** Keeps copies. */
  public RegistryHost {
    capabilities = Set.copyOf(capabilities);
    authorities = List.copyOf(authorities);
    clients = List.copyOf(clients);
    headers = Map.copyOf(headers);
  }

  /** Whether the configuration says anything about TLS. */
  public boolean configuresTls() {
    return !authorities.isEmpty() || !clients.isEmpty() || skipVerify.isPresent();
  }
}
