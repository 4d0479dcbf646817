package dev.stevedore.lib.registry;

import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How registries are reached.
 *
 * @param userAgent how this client calls itself
 * @param mirrors by a registry's domain ({@code docker.io}): what is asked before it, in this
 *     order, when something is pulled
 * @param insecure the registries that need no TLS, or whose certificates are not checked
 * @param certificates directories like Docker's {@code certs.d}: in each, {@code HOST[:PORT]/} with
 *     {@code *.crt} (authorities) and {@code *.cert} with {@code *.key} (this client's)
 * @param hosts directories with containerd's configuration of registries' hosts; the first that has
 *     something for a registry counts
 * @param headers what is sent with each request, by name
 * @param proxies through which proxy a URL is reached
 * @param retries for what fails for a passing reason
 * @param stall how long a transfer may stand still before it counts as broken
 */
public record RegistrySettings(
    String userAgent,
    Map<String, List<URI>> mirrors,
    InsecureRegistries insecure,
    List<Path> certificates,
    List<Path> hosts,
    Map<String, List<String>> headers,
    ProxySelector proxies,
    RetryPolicy retries,
    Duration stall) {
  private static final Duration STALL = Duration.ofSeconds(60);

  /** Keeps copies. */
  public RegistrySettings {
    mirrors = Map.copyOf(mirrors);
    certificates = List.copyOf(certificates);
    hosts = List.copyOf(hosts);
    headers = Map.copyOf(headers);
  }

  /** No mirrors, proxies from the environment, and otherwise as Docker without configuration. */
  public static RegistrySettings defaults(String userAgent) {
    return new RegistrySettings(
        userAgent,
        Map.of(),
        InsecureRegistries.LOOPBACK,
        List.of(),
        List.of(),
        Map.of(),
        EnvironmentProxies.of(System.getenv()),
        RetryPolicy.DEFAULT,
        STALL);
  }

  /** The same with mirrors. */
  public RegistrySettings withMirrors(Map<String, List<URI>> byDomain) {
    return new RegistrySettings(
        userAgent, byDomain, insecure, certificates, hosts, headers, proxies, retries, stall);
  }

  /** The same with other insecure registries. */
  public RegistrySettings withInsecure(InsecureRegistries registries) {
    return new RegistrySettings(
        userAgent, mirrors, registries, certificates, hosts, headers, proxies, retries, stall);
  }

  /** The same with directories of certificates. */
  public RegistrySettings withCertificates(List<Path> directories) {
    return new RegistrySettings(
        userAgent, mirrors, insecure, directories, hosts, headers, proxies, retries, stall);
  }

  /** The same with directories of registries' hosts. */
  public RegistrySettings withHosts(List<Path> directories) {
    return new RegistrySettings(
        userAgent, mirrors, insecure, certificates, directories, headers, proxies, retries, stall);
  }

  /** The same with headers. */
  public RegistrySettings withHeaders(Map<String, List<String>> all) {
    return new RegistrySettings(
        userAgent, mirrors, insecure, certificates, hosts, all, proxies, retries, stall);
  }

  /** The same with another policy of retries. */
  public RegistrySettings withRetries(RetryPolicy policy) {
    return new RegistrySettings(
        userAgent, mirrors, insecure, certificates, hosts, headers, proxies, policy, stall);
  }
}
