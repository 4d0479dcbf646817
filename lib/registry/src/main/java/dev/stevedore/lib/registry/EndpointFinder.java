package dev.stevedore.lib.registry;

import dev.stevedore.lib.oci.reference.ImageReference;
import dev.stevedore.lib.registry.hosts.Capability;
import dev.stevedore.lib.registry.hosts.HostDirectories;
import dev.stevedore.lib.registry.hosts.RegistryHost;
import dev.stevedore.lib.registry.http.CertificateDirectories;
import dev.stevedore.lib.registry.http.ClientTls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Knows by the settings where a registry's API may be. */
final class EndpointFinder {
  /** Docker's own registry has its API elsewhere than its name says. */
  private static final String DOCKER_HUB = "registry-1.docker.io";

  private static final Duration DIAL_TIMEOUT = Duration.ofSeconds(15);

  private final RegistrySettings settings;

  EndpointFinder(RegistrySettings settings) {
    this.settings = settings;
  }

  /** The places of a registry, in the order in which they are asked. */
  List<Endpoint> of(String domain) throws IOException {
    List<Endpoint> endpoints = new ArrayList<>();
    for (URI mirror : settings.mirrors().getOrDefault(domain, List.of())) {
      endpoints.add(mirror(mirror));
    }
    List<RegistryHost> hosts = new HostDirectories(settings.hosts()).find(domain);
    for (RegistryHost host : hosts) {
      endpoints.add(
          host.base().isPresent()
              ? configured(domain, host, host.base().get())
              : with(canonical(domain), host));
    }
    if (hosts.isEmpty()) {
      endpoints.add(canonical(domain));
    }
    return endpoints;
  }

  /** What stands in for a registry by Docker's configuration. */
  private Endpoint mirror(URI mirror) throws IOException {
    String host = mirror.getAuthority();
    String base = mirror + (mirror.toString().endsWith("/") ? "v2/" : "/v2/");
    return new Endpoint(
        host,
        List.of(URI.create(base)),
        true,
        EnumSet.of(Capability.PULL, Capability.RESOLVE, Capability.REFERRERS),
        tls(host, settings.insecure().contains(host)),
        settings.headers(),
        DIAL_TIMEOUT,
        Optional.empty());
  }

  /** The registry itself. */
  Endpoint canonical(String domain) throws IOException {
    boolean hub = domain.equals(ImageReference.DEFAULT_DOMAIN);
    String host = hub ? DOCKER_HUB : domain;
    boolean insecure = !hub && settings.insecure().contains(domain);
    URI secure = URI.create("https://" + host + "/v2/");
    URI plain = URI.create("http://" + host + "/v2/");
    List<URI> bases = List.of(secure);
    if (insecure) {
      // On this machine nobody listens, and TLS is rare.
      boolean local = InsecureRegistries.LOOPBACK.contains(domain);
      bases = local ? List.of(plain, secure) : List.of(secure, plain);
    }
    return new Endpoint(
        host,
        bases,
        false,
        EnumSet.allOf(Capability.class),
        tls(host, insecure),
        settings.headers(),
        DIAL_TIMEOUT,
        Optional.empty());
  }

  /** A host with a URL, by containerd's configuration. */
  private Endpoint configured(String domain, RegistryHost host, URI base) {
    // Who says something about TLS wants it, if there is any.
    boolean both = base.getScheme().equals("http") && base.getPort() != 80 && host.configuresTls();
    List<URI> bases =
        both
            ? List.of(URI.create("https" + base.toString().substring("http".length())), base)
            : List.of(base);
    String hostPort = base.getAuthority();
    boolean itself =
        hostPort.equals(domain)
            || (domain.equals(ImageReference.DEFAULT_DOMAIN) && hostPort.equals(DOCKER_HUB));
    return new Endpoint(
        hostPort,
        bases,
        false,
        host.capabilities(),
        new ClientTls(host.authorities(), host.clients(), host.skipVerify().orElse(false)),
        merged(settings.headers(), host.headers()),
        host.dialTimeout().orElse(DIAL_TIMEOUT),
        itself ? Optional.empty() : Optional.of(domain));
  }

  /** The same place with what is configured for it. */
  private static Endpoint with(Endpoint place, RegistryHost host) {
    // Who says something about TLS wants it, if there is any.
    List<URI> tried =
        host.configuresTls()
            ? place.bases().stream()
                .sorted((a, b) -> b.getScheme().compareTo(a.getScheme()))
                .toList()
            : place.bases();
    List<Path> authorities = new ArrayList<>(place.tls().authorities());
    authorities.addAll(host.authorities());
    List<ClientTls.Pair> clients = new ArrayList<>(place.tls().clients());
    clients.addAll(host.clients());
    return new Endpoint(
        place.hostPort(),
        tried,
        place.anonymous(),
        place.capabilities(),
        new ClientTls(authorities, clients, host.skipVerify().orElse(place.tls().anyServer())),
        merged(place.headers(), host.headers()),
        host.dialTimeout().orElse(place.dialTimeout()),
        place.namespace());
  }

  private ClientTls tls(String hostPort, boolean anyServer) throws IOException {
    return new CertificateDirectories(settings.certificates()).find(hostPort, anyServer);
  }

  private static Map<String, List<String>> merged(
      Map<String, List<String>> some, Map<String, List<String>> more) {
    Map<String, List<String>> all = new LinkedHashMap<>(some);
    more.forEach(
        (name, values) ->
            all.merge(
                name,
                values,
                (a, b) -> {
                  List<String> both = new ArrayList<>(a);
                  both.addAll(b);
                  return both;
                }));
    return all;
  }
}
