package dev.stevedore.docker.credentials;

import dev.stevedore.docker.cli.Machine;
import dev.stevedore.lib.oci.reference.ImageReference;

/** Which credentials go along with a request about an image. */
public final class Credentials {
  private Credentials() {}

  /** The credentials for the registry of an image; none if none are kept. */
  public static RegistryAuth of(Machine machine, ImageReference image) {
    String server = serverOf(image.domain());
    return CredentialStore.of(machine, ConfigFile.read(machine), server).get(server);
  }

  /** A registry's name in {@code config.json}. */
  public static String serverOf(String domain) {
    return domain.isEmpty() || domain.equals(ImageReference.DEFAULT_DOMAIN)
        ? RegistryAuth.DOCKER_HUB
        : domain;
  }

  /** The host, and port, in what may be a URL. */
  public static String hostOf(String url) {
    String host = url;
    if (host.startsWith("http://")) {
      host = host.substring("http://".length());
    } else if (host.startsWith("https://")) {
      host = host.substring("https://".length());
    }
    int slash = host.indexOf('/');
    return slash < 0 ? host : host.substring(0, slash);
  }
}
