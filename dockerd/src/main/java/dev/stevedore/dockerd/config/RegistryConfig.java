package dev.stevedore.dockerd.config;

import dev.stevedore.lib.registry.InsecureRegistries;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How registries are reached.
 *
 * @param mirrors of Docker Hub, each URL ending in a slash
 * @param insecure the registries that need no TLS, or whose certificates are not checked
 * @param certificates a directory with certificates by registry, beside the configuration file
 * @param downloads how many layers are downloaded at the same time; 0 for any number
 * @param uploads how many layers are uploaded at the same time; 0 for any number
 * @param attempts how often a download may bring nothing in a row; at least 1
 */
public record RegistryConfig(
    List<URI> mirrors,
    InsecureRegistries insecure,
    Path certificates,
    int downloads,
    int uploads,
    int attempts) {
  /** Keeps a copy. */
  public RegistryConfig {
    mirrors = List.copyOf(mirrors);
  }

  /** The mirrors as text. */
  public List<String> mirrorTexts() {
    return mirrors.stream().map(URI::toString).toList();
  }

  /** The hosts that are insecure by their name. */
  public List<String> insecureRegistries() {
    return insecure.hosts();
  }

  static List<URI> parseMirrors(List<String> texts) throws ConfigException {
    List<URI> mirrors = new ArrayList<>();
    for (String text : texts) {
      URI mirror = parseMirror(text);
      if (!mirrors.contains(mirror)) {
        mirrors.add(mirror);
      }
    }
    return mirrors;
  }

  private static URI parseMirror(String text) throws ConfigException {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new ConfigException("invalid mirror: \"" + text + "\" is not a valid URI", e);
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme();
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new ConfigException(
          "invalid mirror: unsupported scheme \"" + scheme + "\" in \"" + text + "\"");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new ConfigException(
          "invalid mirror: query or fragment at end of the URI \"" + text + "\"");
    }
    if (uri.getUserInfo() != null) {
      throw new ConfigException("invalid mirror: username/password not allowed in URI");
    }
    if (uri.getHost() == null) {
      throw new ConfigException("invalid mirror: \"" + text + "\" is not a valid URI");
    }
    return URI.create(text.endsWith("/") ? text : text + "/");
  }

  static InsecureRegistries parseInsecure(List<String> entries) throws ConfigException {
    try {
      return InsecureRegistries.parse(entries);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(String.valueOf(e.getMessage()), e);
    }
  }
}
