package dev.stevedore.lib.registry;

import dev.stevedore.lib.registry.hosts.Capability;
import dev.stevedore.lib.registry.http.ClientTls;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A place where a registry's API may be.
 *
 * @param hostPort what credentials are asked for
 * @param bases URLs of the API to try, in this order, each ending in a slash: without TLS only if
 *     that is allowed
 * @param anonymous whether it gets no credentials
 * @param capabilities what it is asked for
 * @param tls how it is convinced, and convinces
 * @param headers what is sent with each request
 * @param dialTimeout how long connecting may take
 * @param namespace the registry whose content it has, if it has to be told
 */
record Endpoint(
    String hostPort,
    List<URI> bases,
    boolean anonymous,
    Set<Capability> capabilities,
    ClientTls tls,
    Map<String, List<String>> headers,
    Duration dialTimeout,
    Optional<String> namespace) {
  /** Keeps copies. */
  Endpoint {
    bases = List.copyOf(bases);
    capabilities = Set.copyOf(capabilities);
    headers = Map.copyOf(headers);
  }

  /** Whether it may be spoken to without TLS, or with any server. */
  boolean insecure() {
    return tls.anyServer() || bases.stream().anyMatch(it -> it.getScheme().equals("http"));
  }
}
