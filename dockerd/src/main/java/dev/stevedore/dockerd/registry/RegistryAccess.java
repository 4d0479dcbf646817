package dev.stevedore.dockerd.registry;

import dev.stevedore.dockerd.config.LiveConfig;
import dev.stevedore.dockerd.config.RegistryConfig;
import dev.stevedore.lib.oci.reference.ImageReference;
import dev.stevedore.lib.registry.Access;
import dev.stevedore.lib.registry.Credentials;
import dev.stevedore.lib.registry.Registries;
import dev.stevedore.lib.registry.RegistrySettings;
import dev.stevedore.lib.registry.Repository;
import dev.stevedore.lib.registry.RetryPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The way to registries, as the configuration of the moment has it. */
public final class RegistryAccess {
  private static final Path DOCKERS_CERTIFICATES = Path.of("/etc/docker/certs.d");

  private final Registries registries;
  private final Gate downloads;
  private final Gate uploads;

  /**
   * Reaches registries.
   *
   * @param version of this program, for the header User-Agent
   */
  public RegistryAccess(LiveConfig config, String version) {
    RegistrySettings defaults = RegistrySettings.defaults("stevedore/" + version);
    this.registries = new Registries(() -> settings(defaults, config.get().registries()));
    this.downloads = new Gate(() -> config.get().registries().downloads());
    this.uploads = new Gate(() -> config.get().registries().uploads());
  }

  private static RegistrySettings settings(RegistrySettings defaults, RegistryConfig config) {
    return defaults
        .withMirrors(Map.of(ImageReference.DEFAULT_DOMAIN, config.mirrors()))
        .withInsecure(config.insecure())
        .withCertificates(List.of(config.certificates(), DOCKERS_CERTIFICATES))
        .withRetries(RetryPolicy.DEFAULT.withAttempts(config.attempts()));
  }

  /** Opens a repository; see {@link Registries#open}. */
  public Repository open(ImageReference name, Credentials credentials, Access access)
      throws IOException {
    return registries.open(name, credentials, access);
  }

  /** All registries. */
  public Registries registries() {
    return registries;
  }

  /** What downloads of layers pass through. */
  public Gate downloads() {
    return downloads;
  }

  /** What uploads of layers pass through. */
  public Gate uploads() {
    return uploads;
  }
}
