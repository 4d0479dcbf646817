package dev.stevedore.lib.registry;

import dev.stevedore.lib.oci.reference.ImageReference;
import dev.stevedore.lib.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.Supplier;

/** Where everything begins: all registries, reached by the settings of the moment. */
public final class Registries {
  private final Supplier<RegistrySettings> settings;

  /**
   * Makes a client that has connected to nothing yet.
   *
   * @param settings asked at each use, so that they may change
   */
  public Registries(Supplier<RegistrySettings> settings) {
    this.settings = settings;
  }

  /**
   * Opens a repository. Nothing is asked before its first use.
   *
   * @param name whose domain and path say where; tag and digest do not matter
   * @param credentials for the registry; mirrors of Docker's kind do not get them
   * @throws IOException if the configuration of its hosts cannot be read
   */
  public Repository open(ImageReference name, CredentialSource credentials, Access access)
      throws IOException {
    RegistrySettings now = settings.get();
    List<Endpoint> endpoints = new EndpointFinder(now).of(name.domain());
    return new Repository(name, access, new Endpoints(now, endpoints, credentials));
  }

  /** The same with credentials that are known. */
  public Repository open(ImageReference name, Credentials credentials, Access access)
      throws IOException {
    return open(name, _ -> credentials, access);
  }

  /**
   * Asks a registry whether it takes these credentials.
   *
   * @param domain such as {@code docker.io} or {@code localhost:5000}
   * @throws RegistryException with UNAUTHORIZED if not
   */
  public LoginResult login(String domain, Credentials credentials) throws IOException {
    RegistrySettings now = settings.get();
    try (Connection connection =
        new Connection(now, new EndpointFinder(now).canonical(domain), credentials, true)) {
      HttpResponse<InputStream> answer =
          connection.send(Call.of("GET", connection.uri(""), List.of()));
      answer.body().close();
      if (answer.statusCode() != 200) {
        throw new RegistryException(
            answer.statusCode() == 401 ? Kind.UNAUTHORIZED : Kind.REFUSED,
            "login attempt to %s failed with status: %s"
                .formatted(connection.uri(""), Answers.statusText(answer.statusCode())));
      }
      return new LoginResult(connection.authorizer().identityToken());
    }
  }
}
