package dev.stevedore.containerd.transfer;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.server.RequestContext;
import dev.stevedore.containerd.streaming.ClientStream;
import dev.stevedore.containerd.streaming.Streams;
import dev.stevedore.lib.containerdapi.transfer.AuthRequest;
import dev.stevedore.lib.containerdapi.transfer.AuthResponse;
import dev.stevedore.lib.containerdapi.transfer.HTTPDebug;
import dev.stevedore.lib.containerdapi.transfer.OCIRegistry;
import dev.stevedore.lib.containerdapi.transfer.RegistryResolver;
import dev.stevedore.lib.oci.reference.ImageReference;
import dev.stevedore.lib.registry.Access;
import dev.stevedore.lib.registry.Credentials;
import dev.stevedore.lib.registry.InsecureRegistries;
import dev.stevedore.lib.registry.Registries;
import dev.stevedore.lib.registry.RegistrySettings;
import dev.stevedore.lib.registry.Repository;
import dev.stevedore.lib.registry.http.Headers;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The registry that a client names in a transfer, and how it is to be reached. */
final class Registry {
  private static final String AGENT = "containerd/1.7.0+stevedore";

  private final OCIRegistry message;
  private final Streams streams;
  private final List<Path> hosts;
  private final ImageReference name;

  /**
   * One that a client names.
   *
   * @param hosts directories with the configuration of registries' hosts, unless the client names
   *     one
   */
  Registry(OCIRegistry message, Streams streams, List<Path> hosts) {
    this.message = message;
    this.streams = streams;
    this.hosts = hosts;
    try {
      this.name = ImageReference.parse(message.getReference());
    } catch (IllegalArgumentException e) {
      throw Failure.invalidArgument(
          "reference \"" + message.getReference() + "\": " + e.getMessage());
    }
    refuseWhatIsNotDone(message.getResolver());
  }

  private static void refuseWhatIsNotDone(RegistryResolver resolver) {
    for (String header : resolver.getHeadersMap().keySet()) {
      if (!Headers.canBeSet(header)) {
        throw Failure.invalidArgument("header " + header + " is the connection's own");
      }
    }
    if (resolver.getHttpDebug() != HTTPDebug.DISABLED || !resolver.getLogsStream().isEmpty()) {
      throw Failure.notImplemented("showing the requests to a registry");
    }
  }

  ImageReference name() {
    return name;
  }

  /** As the client wrote it. */
  String reference() {
    return message.getReference();
  }

  @Override
  public String toString() {
    return "OCI Registry (" + reference() + ")";
  }

  Repository open(Access access) throws IOException {
    RegistrySettings settings = settings();
    String namespace = RequestContext.namespace();
    return new Registries(() -> settings).open(name, host -> credentials(namespace, host), access);
  }

  private RegistrySettings settings() {
    RegistryResolver resolver = message.getResolver();
    Map<String, List<String>> headers = new HashMap<>();
    resolver.getHeadersMap().forEach((header, value) -> headers.put(header, List.of(value)));
    RegistrySettings settings =
        RegistrySettings.defaults(AGENT)
            .withHeaders(headers)
            .withHosts(
                resolver.getHostDir().isEmpty() ? hosts : List.of(Path.of(resolver.getHostDir())));
    return resolver.getDefaultScheme().equals("http")
        ? settings.withInsecure(InsecureRegistries.parse(List.of(name.domain())))
        : settings;
  }

  /** The client is asked before the registry is: that asks for them sooner or later. */
  private Credentials credentials(String namespace, String host) throws IOException {
    String id = message.getResolver().getAuthStream();
    if (id.isEmpty()) {
      return Credentials.NONE;
    }
    ClientStream stream = streams.get(namespace, id);
    AuthResponse answer;
    try {
      stream.send(AuthRequest.newBuilder().setHost(host).setReference(reference()).build());
      answer =
          stream
              .receive(AuthResponse.parser(), AuthResponse.getDescriptor().getFullName())
              .orElseThrow(() -> new IOException("the client gave no credentials"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    return switch (answer.getAuthType()) {
      case CREDENTIALS ->
          answer.getUsername().isEmpty()
              ? Credentials.NONE
              : new Credentials.Password(answer.getUsername(), answer.getSecret());
      case REFRESH ->
          answer.getSecret().isEmpty()
              ? Credentials.NONE
              : new Credentials.IdentityToken(answer.getSecret());
      case HEADER -> header(answer.getSecret());
      default -> Credentials.NONE;
    };
  }

  private static Credentials header(String value) {
    if (!value.startsWith("Bearer ")) {
      throw Failure.notImplemented("a header Authorization that is no Bearer");
    }
    return new Credentials.RegistryToken(value.substring("Bearer ".length()));
  }
}
