package dev.stevedore.lib.registry;

import dev.stevedore.lib.oci.reference.ImageReference;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * A place where a registry's API may be.
 *
 * @param hostPort what its certificates are filed under
 * @param bases URLs to try, in this order, each ending in a slash: without TLS only if that is
 *     allowed
 * @param mirror whether it stands in for another registry: it gets no credentials
 * @param insecure whether its certificate is not looked at
 */
record Endpoint(String hostPort, List<URI> bases, boolean mirror, boolean insecure) {
  /** Docker's own registry has its API elsewhere than its name says. */
  private static final String DOCKER_HUB = "registry-1.docker.io";

  /** The places of a registry, in the order in which they are asked. */
  static List<Endpoint> of(RegistrySettings settings, String domain, Access access) {
    List<Endpoint> endpoints = new ArrayList<>();
    if (access == Access.PULL) {
      for (URI mirror : settings.mirrors().getOrDefault(domain, List.of())) {
        String host = mirror.getAuthority();
        String base = mirror.toString();
        endpoints.add(
            new Endpoint(
                host,
                List.of(URI.create(base.endsWith("/") ? base : base + "/")),
                true,
                settings.insecure().contains(host)));
      }
    }
    endpoints.add(canonical(settings, domain));
    return endpoints;
  }

  /** The registry itself. */
  static Endpoint canonical(RegistrySettings settings, String domain) {
    if (domain.equals(ImageReference.DEFAULT_DOMAIN)) {
      return new Endpoint(
          DOCKER_HUB, List.of(URI.create("https://" + DOCKER_HUB + "/")), false, false);
    }
    URI secure = URI.create("https://" + domain + "/");
    URI plain = URI.create("http://" + domain + "/");
    if (!settings.insecure().contains(domain)) {
      return new Endpoint(domain, List.of(secure), false, false);
    }
    // On this machine nobody listens, and TLS is rare.
    boolean local = InsecureRegistries.LOOPBACK.contains(domain);
    return new Endpoint(
        domain, local ? List.of(plain, secure) : List.of(secure, plain), false, true);
  }
}
